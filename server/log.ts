import { getEnv } from "./env";

const levels = { debug: 10, info: 20, warn: 30, error: 40 } as const;
type Level = keyof typeof levels;

/** Writes one line to standard error: time, level, what happened, and details as JSON. */
function write(level: Level, message: string, details?: Record<string, unknown>): void {
  if (levels[level] < levels[getEnv().logLevel]) return;
  const tail = details ? ` ${JSON.stringify(details, describe)}` : "";
  process.stderr.write(`${new Date().toISOString()} ${level.padEnd(5)} ${message}${tail}\n`);
}

/** Errors have no enumerable fields; show their text, their stack and what caused them. */
function describe(_key: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  return { message: value.message, stack: value.stack, cause: value.cause };
}

export const log = {
  debug: (message: string, details?: Record<string, unknown>) => write("debug", message, details),
  info: (message: string, details?: Record<string, unknown>) => write("info", message, details),
  warn: (message: string, details?: Record<string, unknown>) => write("warn", message, details),
  error: (message: string, details?: Record<string, unknown>) => write("error", message, details),
};
