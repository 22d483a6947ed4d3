import { ORPCError, ValidationError } from "@orpc/server";
import type { Issue, Problem } from "@/lib/contracts/common";
import { AppError, type ErrorCode, errorStatuses, isErrorCode, toAppError } from "@/lib/errors";
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
    message: issue.message,
  }));
}

function summarise(issues: Issue[]): string {
  const [first] = issues;
  if (!first) return "The request does not have the expected form.";
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : "";
  return `${first.path ? `${first.path}: ` : ""}${first.message}${more}`;
}

/** Turns whatever a procedure threw into the problem that the caller is told. */
export function toProblem(thrown: unknown): ProblemBody {
  if (thrown instanceof ORPCError) return fromOrpc(thrown);
  return toAppError(thrown).toProblem() as ProblemBody;
}

function fromOrpc(error: ORPCError<string, unknown>): ProblemBody {
  if (error.code === "BAD_REQUEST" && error.cause instanceof ValidationError) {
    const issues = toIssues(error.cause);
    return {
      code: "invalid_input",
      message: summarise(issues),
      hint: "Correct the values named in `issues` and send it again.",
      issues,
    };
  }
  if (error.code === "BAD_REQUEST") {
    return {
      code: "invalid_input",
      message: "The request could not be read.",
      hint: "Send valid JSON with `Content-Type: application/json`.",
    };
  }
  if (error.code === "PAYLOAD_TOO_LARGE") {
    return {
      code: "too_large",
      message: "The request is too large.",
      hint: "Send fewer items at once; files go to /api/uploads.",
    };
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
  return new AppError("not_found", `There is nothing at ${method} ${pathname}.`, {
    hint: "All routes are listed in /api/openapi.json.",
  });
}
