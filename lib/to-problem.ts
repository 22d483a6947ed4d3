import { z } from "zod";
import { type Issue, issueSchema, type Problem, sentenceSchema } from "./contracts/common";
import { AppError } from "./errors";

function textOf(value: unknown, key: string): string | null {
  if (typeof value !== "object" || value === null) return null;
  const found: unknown = Reflect.get(value, key);
  return typeof found === "string" && found !== "" ? found : null;
}

function sentenceOf(value: unknown): Pick<Problem, "sentence"> {
  const found: unknown = typeof value === "object" && value && Reflect.get(value, "sentence");
  const parsed = sentenceSchema.safeParse(found);
  return parsed.success ? { sentence: parsed.data } : {};
}

const issuesSchema = z.array(issueSchema).min(1);

function issuesOf(value: unknown): { issues?: Issue[] } {
  const found: unknown = typeof value === "object" && value ? Reflect.get(value, "issues") : null;
  const parsed = issuesSchema.safeParse(found);
  return parsed.success ? { issues: parsed.data } : {};
}

/** Finds `{code, message, hint, sentence, issues}` in whatever a call to the API threw. */
export function toProblem(thrown: unknown): Problem {
  if (thrown instanceof AppError) return thrown.toProblem();
  const data: unknown = typeof thrown === "object" && thrown ? Reflect.get(thrown, "data") : null;
  const body: unknown = typeof data === "object" && data ? Reflect.get(data, "body") : null;
  for (const place of [body, data]) {
    const message = textOf(place, "message");
    if (message) {
      return {
        code: textOf(place, "code") ?? textOf(thrown, "code") ?? "internal",
        message,
        hint: textOf(place, "hint"),
        ...sentenceOf(place),
        ...issuesOf(place),
      };
    }
  }
  // A fetch that never reached the server throws a TypeError, in every browser with other words.
  if (thrown instanceof TypeError) return { code: "unreachable", message: "", hint: null };
  return {
    code: textOf(thrown, "code")?.toLowerCase() ?? "internal",
    message: textOf(thrown, "message") ?? String(thrown),
    hint: textOf(data, "hint"),
  };
}
