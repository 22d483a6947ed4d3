import type { LiveEvent } from "@/lib/contracts/live-events";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { type LiveReader, openLiveReader } from "../db/live-reader";
import { log } from "../log";
import { EventQueue } from "./event-queue";
import { topicsHeard } from "./private-topic";
import { joinRows, type ReadRow } from "./read-row";

/** An event with the row id that resumes the stream behind it. */
export interface NumberedEvent {
  id: number;
  event: LiveEvent;
}

export type EventStream = EventQueue<NumberedEvent>;

interface Subscriber {
  ownerId: string;
  topics: ReadonlySet<string>;
  queue: EventStream;
}

const pollMs = 50;
const batchLimit = 1000;
/** A reader that is this far behind is told to read everything again instead. */
const queueLimit = 5000;
/** One per browser tab and script; each costs memory and a look at every event. */
export const maxStreamsPerPerson = 32;

/** Reads new events once per process, however many browsers listen, and hands them out. */
class EventHub {
  #reader: LiveReader | null = null;
  #timer: NodeJS.Timeout | null = null;
  #cursor = 0;
  /** A reading broke off: look again without waiting for somebody to write. */
  #isBehind = false;
  readonly #subscribers = new Set<Subscriber>();

  /** Number of open streams. */
  get size(): number {
    return this.#subscribers.size;
  }

  /** Id of the newest event that was handed out: where a stream resumes from now. */
  get cursor(): number {
    return this.#cursor;
  }

  /**
   * Opens a stream. It begins with `connected`, or with `resync` when events after `lastEventId`
   * are gone, and ends with `signal` or when the reader returns.
   *
   * @throws AppError `too_many_requests` when this person has too many open.
   */
  subscribe(
    topics: readonly string[],
    lastEventId: string | undefined,
    signal: AbortSignal | undefined,
    ownerId: string,
    isReviewer = false,
  ): EventStream {
    this.#requirePlace(ownerId);
    const reader = this.#open();
    this.#poll();
    const queue: EventStream = new EventQueue(queueLimit, () => {
      this.#subscribers.delete(subscriber);
      signal?.removeEventListener("abort", end);
      if (this.#subscribers.size === 0) this.#close();
    });
    const end = () => queue.end();
    const subscriber: Subscriber = {
      ownerId,
      topics: topicsHeard(topics, ownerId, isReviewer),
      queue,
    };
    this.#subscribers.add(subscriber);
    try {
      this.#replay(reader, subscriber, lastEventId);
    } catch (thrown) {
      end();
      throw thrown;
    }
    if (signal?.aborted) end();
    else signal?.addEventListener("abort", end);
    return queue;
  }

  #requirePlace(ownerId: string): void {
    let count = 0;
    for (const subscriber of this.#subscribers) if (subscriber.ownerId === ownerId) count += 1;
    if (count < maxStreamsPerPerson) return;
    throw new AppError("too_many_requests", sentence("server.requests.manyStreams", { count }));
  }

  /** Sends what was missed since `lastEventId`. */
  #replay(reader: LiveReader, subscriber: Subscriber, lastEventId: string | undefined): void {
    const { queue } = subscriber;
    if (lastEventId === undefined || lastEventId === "") {
      queue.push({ id: this.#cursor, event: { type: "connected" } });
      return;
    }
    const from = Number(lastEventId);
    const isKnown = Number.isSafeInteger(from) && from >= 0 && reader.isComplete(from);
    const missed = isKnown ? reader.readAfter(from, queueLimit) : [];
    if (!isKnown || missed.length === queueLimit) {
      queue.push(resync(this.#cursor, "The events since then are gone."));
      return;
    }
    queue.push({ id: from, event: { type: "connected" } });
    const known = missed.filter((row) => row.id <= this.#cursor);
    for (const row of joinRows(known)) deliver(subscriber, row);
  }

  #open(): LiveReader {
    if (!this.#reader) {
      this.#reader = openLiveReader();
      this.#cursor = this.#reader.newestId();
      this.#timer = setInterval(() => this.#poll(), pollMs);
      this.#timer.unref();
    }
    return this.#reader;
  }

  #close(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    this.#reader?.close();
    this.#reader = null;
  }

  #poll(): void {
    const reader = this.#reader;
    if (!reader) return;
    const wasBehind = this.#isBehind;
    try {
      if (!reader.hasChanged() && !wasBehind) return;
      this.#isBehind = true;
      for (;;) {
        const rows = reader.readAfter(this.#cursor, batchLimit);
        for (const row of joinRows(rows)) {
          this.#cursor = row.id;
          for (const subscriber of this.#subscribers) deliver(subscriber, row);
        }
        if (rows.length < batchLimit) break;
      }
      this.#isBehind = false;
    } catch (error) {
      if (!wasBehind) log.error("Live events could not be read.", { error });
    }
  }
}

function deliver({ topics, queue }: Subscriber, { id, topic, event }: ReadRow): void {
  if (!topics.has(topic)) return;
  if (event === null || queue.push({ id, event })) return;
  queue.replaceAll(resync(id, "This browser fell too far behind."));
}

function resync(id: number, reason: string): NumberedEvent {
  return { id, event: { type: "resync", reason } };
}

// Next.js may load this module more than once in a process; one hub serves them all.
const shared = globalThis as typeof globalThis & { tilewrightEventHub?: EventHub };

export function getEventHub(): EventHub {
  shared.tilewrightEventHub ??= new EventHub();
  return shared.tilewrightEventHub;
}
