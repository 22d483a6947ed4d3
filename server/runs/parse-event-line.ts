import { type TrainerEvent, trainerEventSchema } from "@/lib/contracts/trainer-events";
import type { Line } from "./read-new-lines";

/** A line as it goes into run_event. */
export interface EventRecord {
  attempt: number;
  /** The trainer's own number; below zero for a line that has none: -1 - its byte offset. */
  seq: number;
  atMs: number;
  /** As the trainer wrote it, or "unreadable". */
  type: string;
  payload: string;
  /** null for lines that are kept and shown as a warning, but change nothing. */
  event: TrainerEvent | null;
}

const maxKeptCharacters = 2000;

/**
 * Reads one line of events.ndjson. A line that does not fit the contract is kept as it is: a trainer
 * of another version, or a damaged disk, must not end the run.
 *
 * @param attempt The attempt that is being read, for lines that do not say it.
 */
export function parseEventLine(line: Line, runId: string, attempt: number): EventRecord {
  let value: unknown;
  try {
    value = JSON.parse(line.text);
  } catch {
    return unreadable(line, attempt);
  }
  const parsed = trainerEventSchema.safeParse(value);
  if (parsed.success && parsed.data.runId === runId) {
    const { attempt: ownAttempt, seq, atMs, type } = parsed.data;
    return { attempt: ownAttempt, seq, atMs, type, payload: line.text, event: parsed.data };
  }
  return unreadable(line, attempt, typeOf(value));
}

function unreadable(line: Line, attempt: number, type = "unreadable"): EventRecord {
  return {
    attempt,
    seq: -1 - line.offset,
    atMs: Date.now(),
    type,
    payload: JSON.stringify({ text: line.text.slice(0, maxKeptCharacters) }),
    event: null,
  };
}

/** The type of an event that this studio does not know, so that the warning can name it. */
function typeOf(value: unknown): string {
  const type = (value as { type?: unknown } | null)?.type;
  const known = trainerEventSchema.options.some((option) => option.shape.type.value === type);
  return typeof type === "string" && !known && type !== "" ? type.slice(0, 64) : "unreadable";
}
