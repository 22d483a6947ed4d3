import { ORPCError, ValidationError } from "@orpc/server";
import type { z } from "zod";
import type { Issue, Problem, Sentence } from "@/lib/contracts/common";
import { AppError, type ErrorCode, errorStatuses, isErrorCode, toAppError } from "@/lib/errors";
import { issueSentence } from "@/lib/i18n/issue-sentence";
import { asValue, inEnglish, messageOf, sentence } from "@/lib/i18n/sentence";
import { log } from "../log";

/** The body of every answer that is not a success. */
export interface ProblemBody extends Problem {
  code: ErrorCode;
}

const maxIssues = 50;

function toIssues(error: ValidationError): Issue[] {
  return error.issues.slice(0, maxIssues).map((issue) => ({
    path: (issue.path ?? [])
      .map((part) => String(typeof part === "object" ? part.key : part))
      .join("."),
    ...explain(issue as z.core.$ZodIssue),
  }));
}

/** In words of the catalogue where it has some, else in zod's. */
function explain(issue: z.core.$ZodIssue): Pick<Issue, "message" | "sentence"> {
  const named = issueSentence(issue);
  return named ? messageOf(named) : { message: issue.message };
}

function summarise(issues: Issue[]): Sentence {
  const [first] = issues;
  if (!first) return sentence("server.requests.malformed");
  const values = { reason: asValue(first), more: issues.length - 1 };
  return sentence("server.requests.invalid", { path: first.path || "body", ...values });
}

/** Turns whatever a procedure threw into the problem that the caller is told. */
export function toProblem(thrown: unknown): ProblemBody {
  if (thrown instanceof ORPCError) return fromOrpc(thrown);
  return toAppError(thrown).toProblem() as ProblemBody;
}

function fromOrpc(error: ORPCError<string, unknown>): ProblemBody {
  if (error.code === "BAD_REQUEST" && error.cause instanceof ValidationError) {
    const issues = toIssues(error.cause);
    return { code: "invalid_input", ...inEnglish(summarise(issues)), issues };
  }
  if (error.code === "BAD_REQUEST") {
    return { code: "invalid_input", ...inEnglish(sentence("server.requests.unreadable")) };
  }
  if (error.code === "PAYLOAD_TOO_LARGE") {
    return { code: "too_large", ...inEnglish(sentence("server.requests.tooLarge")) };
  }
  return toAppError(error.cause ?? error).toProblem() as ProblemBody;
}

/** Writes defects to the log; refusals are no news. */
export function logProblem(thrown: unknown, details: Record<string, unknown>): void {
  const problem = toProblem(thrown);
  if (problem.code === "internal") {
    const error = thrown instanceof ORPCError && thrown.cause ? thrown.cause : thrown;
    log.error("A request failed.", { ...details, error });
  } else {
    log.debug("A request was refused.", { ...details, ...problem });
  }
}

/** A problem on its way through oRPC, which sends it as status and `data`. */
export function toOrpcError(thrown: unknown): ORPCError<string, ProblemBody> {
  const data = toProblem(thrown);
  return new ORPCError(data.code, {
    status: errorStatuses[data.code],
    message: data.message,
    data,
    cause: thrown,
  });
}

/** The body for an error that oRPC sends; those of its own making are translated first. */
export function encodeProblem(error: ORPCError<string, unknown>): ProblemBody {
  const { data } = error;
  const isOurs = isErrorCode(error.code) && typeof data === "object" && data !== null;
  return isOurs ? (data as ProblemBody) : toProblem(error);
}

/** The answer of plain route handlers, in the same form. */
export function problemResponse(thrown: unknown, headers?: Record<string, string>): Response {
  const problem = toProblem(thrown);
  return Response.json(problem, {
    status: errorStatuses[problem.code],
    headers: { "cache-control": "no-store", ...headers },
  });
}

export function unknownRoute(method: string, pathname: string): AppError {
  return new AppError("not_found", sentence("server.requests.noRoute", { method, pathname }));
}
