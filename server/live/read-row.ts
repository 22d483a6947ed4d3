import { type LiveEvent, liveEventSchema } from "@/lib/contracts/live-events";
import type { LiveRow } from "../db/live-reader";
import { log } from "../log";

/** So many edits fit into one event; browsers read the plane again above the same number. */
const mostEditsJoined = 5_000;

/** A row that is understood once, by the first who hears it, however many there are. */
export class ReadRow {
  readonly id: number;
  readonly topic: string;
  readonly #json: string;
  #event: LiveEvent | null | undefined;

  constructor({ id, topic, payload_json }: LiveRow, event?: LiveEvent) {
    this.id = id;
    this.topic = topic;
    this.#json = payload_json;
    this.#event = event;
  }

  /** null for an event that a studio of another version wrote: nobody here would understand it. */
  get event(): LiveEvent | null {
    if (this.#event === undefined) this.#event = readEvent(this.id, this.#json);
    return this.#event;
  }

  /**
   * This row and the very next one as one; null where they cannot be. Thirty people who label tell
   * each other of 150 changes a second: joined, they are as many events as there are readings.
   *
   * Only neighbours are joined: who resumes behind an event must have heard every row before it.
   */
  joinedWith(next: ReadRow): ReadRow | null {
    if (next.topic !== this.topic || !this.topic.startsWith("scene:")) return null;
    const [one, other] = [this.event, next.event];
    if (one?.type !== "labels.changed" || other?.type !== "labels.changed") return null;
    const editCount = one.edits.length + other.edits.length;
    // No edits mean something else: that nothing changed, or too much.
    const isEmpty = one.edits.length === 0 || other.edits.length === 0;
    if (isEmpty || editCount > mostEditsJoined || other.revision !== one.revision + 1) return null;
    return new ReadRow(
      { id: next.id, topic: this.topic, payload_json: "" },
      {
        ...other,
        fromRevision: one.fromRevision ?? one.revision,
        edits: [...one.edits, ...other.edits],
      },
    );
  }
}

function readEvent(id: number, json: string): LiveEvent | null {
  try {
    return liveEventSchema.parse(JSON.parse(json));
  } catch {
    log.warn("A live event is not known here.", { id });
    return null;
  }
}

/** Rows in their order, neighbours joined where they can be. */
export function joinRows(rows: readonly LiveRow[]): ReadRow[] {
  const joined: ReadRow[] = [];
  for (const row of rows) {
    const read = new ReadRow(row);
    const both = joined.at(-1)?.joinedWith(read);
    if (both) joined[joined.length - 1] = both;
    else joined.push(read);
  }
  return joined;
}
