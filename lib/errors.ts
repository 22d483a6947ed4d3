import type { Problem, Sentence } from "./contracts/common";
import { inEnglish, sentence } from "./i18n/sentence";

/** The closed list of ways in which something is refused or goes wrong, and their HTTP status. */
export const errorStatuses = {
  invalid_input: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  unsupported: 415,
  unreadable_file: 422,
  too_many_requests: 429,
  canceled: 499,
  internal: 500,
  trainer_failed: 500,
  unavailable: 503,
  storage_full: 507,
} as const;

export type ErrorCode = keyof typeof errorStatuses;

export const errorCodes = Object.keys(errorStatuses) as ErrorCode[];

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === "string" && Object.hasOwn(errorStatuses, value);
}

/**
 * The one error that people are meant to read.
 *
 * It is made from a sentence of the catalogues, whose message says what happened and what was found,
 * and whose hint says what to do; or from the words of somebody else, such as the trainer. Anything
 * else that is thrown is a defect: its text goes to the log and the caller is told that something
 * went wrong.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | null;
  readonly sentence: Sentence | null;
  #paths: readonly string[] = [];

  constructor(
    code: ErrorCode,
    said: Sentence | Omit<Problem, "code">,
    options: { cause?: unknown } = {},
  ) {
    const text = "key" in said ? inEnglish(said) : said;
    super(text.message, { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.hint = text.hint;
    this.sentence = text.sentence ?? null;
  }

  get status(): number {
    return errorStatuses[this.code];
  }

  /** Names the values it is about by their paths in what was sent: `throw new AppError(…).at(…)`. */
  at(...paths: string[]): this {
    this.#paths = paths;
    return this;
  }

  toProblem(): Problem {
    const { code, message, hint } = this;
    const named = this.sentence ? { sentence: this.sentence } : {};
    const issues = this.#paths.map((path) => ({ path, message, ...named }));
    return { code, message, hint, ...named, ...(issues.length > 0 ? { issues } : {}) };
  }
}

/** For `catch`: whoever calls knows where the refused value stood, the callee does not. */
export function placeAt(...paths: string[]): (thrown: unknown) => never {
  return (thrown) => {
    throw thrown instanceof AppError ? thrown.at(...paths) : thrown;
  };
}

const nodeErrorCodes: Record<string, [ErrorCode, Sentence]> = {
  ENOSPC: ["storage_full", sentence("server.machine.diskFull")],
  EDQUOT: ["storage_full", sentence("server.machine.quotaFull")],
  SQLITE_FULL: ["storage_full", sentence("server.machine.diskFull")],
  EACCES: ["forbidden", sentence("server.machine.fileForbidden")],
  SQLITE_BUSY: ["unavailable", sentence("server.machine.databaseBusy")],
};

/** Turns anything that was thrown into an AppError; unknown text is kept as `cause` for the log. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const nodeCode = (thrown as { code?: unknown } | null)?.code;
  const known = typeof nodeCode === "string" ? nodeErrorCodes[nodeCode] : undefined;
  if (known) return new AppError(known[0], known[1], { cause: thrown });
  return new AppError("internal", sentence("server.machine.defect"), { cause: thrown });
}
