import type { LiveEvent } from "../contracts/live-events";
import { topicsOf } from "./topics-of";

/** connecting: the first time; reconnecting: it was live before; offline: the browser has no network. */
export type LiveState = "connecting" | "live" | "reconnecting" | "offline";

export interface ReceivedEvent {
  id: string | undefined;
  event: LiveEvent;
}

/** Opens the stream of some topics, going on after `lastEventId`. */
export type OpenStream = (
  topics: readonly string[],
  lastEventId: string | undefined,
  signal: AbortSignal,
) => Promise<AsyncIterable<ReceivedEvent>>;

export type LiveHandler = (event: LiveEvent) => void;

const firstDelayMs = 500;
const longestDelayMs = 10_000;

/**
 * The one event stream of a browser tab.
 *
 * Listeners come and go by topic; the stream is opened again when the set of topics changes, and
 * after every loss, always behind the last event that was received: nothing is missed. A handler
 * may see an event twice and must not mind.
 */
export class LiveStream {
  readonly #open: OpenStream;
  readonly #handlers = new Map<string, Set<LiveHandler>>();
  readonly #stateListeners = new Set<() => void>();
  #state: LiveState = "connecting";
  #openTopics = "";
  #lastEventId: string | undefined;
  #connection: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #failures = 0;
  #everLive = false;

  constructor(open: OpenStream) {
    this.#open = open;
  }

  get state(): LiveState {
    return this.#state;
  }

  /** Calls `listener` when the state changes; returns the way to stop. */
  onStateChange(listener: () => void): () => void {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  }

  /** Hears the events of a topic until the returned function is called. */
  subscribe(topic: string, handler: LiveHandler): () => void {
    const handlers = this.#handlers.get(topic) ?? new Set();
    handlers.add(handler);
    this.#handlers.set(topic, handlers);
    this.#plan(0);
    return () => {
      handlers.delete(handler);
      if (handlers.size === 0 && this.#handlers.get(topic) === handlers) {
        this.#handlers.delete(topic);
        // A page change drops topics and adds others: wait, so that it costs one reconnection.
        this.#plan(50);
      }
    };
  }

  /** The network is back, or the computer woke up: do not wait any longer. */
  reconnect(): void {
    this.#failures = 0;
    this.#openTopics = "";
    this.#plan(0);
  }

  setOffline(): void {
    this.#connection?.abort();
    this.#setState("offline");
  }

  close(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#connection?.abort();
    this.#connection = null;
    this.#openTopics = "";
  }

  #plan(delayMs: number): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.#connect();
    }, delayMs);
  }

  async #connect(): Promise<void> {
    const topics = [...this.#handlers.keys()].sort();
    const key = topics.join(" ");
    if (key === this.#openTopics) return;
    this.#connection?.abort();
    this.#openTopics = key;
    if (topics.length === 0) return;
    const connection = new AbortController();
    this.#connection = connection;
    if (this.#state !== "live") this.#setState(this.#everLive ? "reconnecting" : "connecting");
    try {
      const events = await this.#open(topics, this.#lastEventId, connection.signal);
      for await (const { id, event } of events) {
        if (connection.signal.aborted) return;
        this.#failures = 0;
        this.#everLive = true;
        this.#setState("live");
        if (id !== undefined) this.#lastEventId = id;
        this.#dispatch(event);
      }
    } catch {
      // The reason does not matter to the reader: the state says that it is being tried again.
    }
    if (connection.signal.aborted) return;
    this.#openTopics = "";
    this.#setState(this.#everLive ? "reconnecting" : "connecting");
    this.#failures += 1;
    this.#plan(Math.min(longestDelayMs, firstDelayMs * 2 ** (this.#failures - 1)));
  }

  #dispatch(event: LiveEvent): void {
    const topics = topicsOf(event) ?? [...this.#handlers.keys()];
    const called = new Set<LiveHandler>();
    for (const topic of topics) {
      for (const handler of this.#handlers.get(topic) ?? []) {
        if (called.has(handler)) continue;
        called.add(handler);
        // One that stumbles must not take the event from the others, or the stream from all.
        try {
          handler(event);
        } catch (error) {
          reportError(error);
        }
      }
    }
  }

  #setState(state: LiveState): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const listener of this.#stateListeners) listener();
  }
}
