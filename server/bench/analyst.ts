import { randomUUID } from "node:crypto";
import type { LabelBatchResult } from "@/lib/contracts/labels";
import type { LiveEvent } from "@/lib/contracts/live-events";

/** One edit as its author remembers it. */
export interface SentEdit {
  batchId: string;
  tileIndex: number;
  classId: string;
  /** From the moment it was made, not from when it could be sent. */
  acknowledgedAfterMs: number | null;
  madeAtMs: number;
  /** Of the labels, once it is acknowledged. */
  revision: number | null;
  isConflict: boolean;
}

export interface AnalystOptions {
  url: string;
  /** Who this is: a session or an API key. */
  credentials: Readonly<Record<string, string>>;
  sceneId: string;
  projectId: string;
  gridCols: number;
  classIds: readonly string[];
  /** Tiles of this person alone. */
  ownTiles: readonly number[];
  /** Tiles that everybody labels. */
  sharedTiles: readonly number[];
}

/** One edit in so many is on a tile that others label too. */
const sharedEvery = 20;

/**
 * A person at a browser, as the server sees them: one live stream, edits one after the other as the
 * outbox sends them, and where they are.
 */
export class Analyst {
  readonly edits: SentEdit[] = [];
  /** When each revision was heard of. */
  readonly heardAtMs = new Map<number, number>();
  readonly tabId = randomUUID();
  readonly #options: AnalystOptions;
  #stream = new AbortController();
  #lastEventId: string | null = null;
  reconnections = 0;
  readonly #queue: SentEdit[] = [];
  #sending: Promise<void> | null = null;
  #seen = 0;
  #presenceDueMs = 0;
  presenceCount = 0;
  failures = 0;

  constructor(options: AnalystOptions) {
    this.#options = options;
  }

  /** Opens the live stream, behind what was heard before, and resolves with its first event. */
  async listen(): Promise<void> {
    const { sceneId, projectId } = this.#options;
    const topics = ["jobs", `project:${projectId}`, `scene:${sceneId}`];
    const query = topics.map((topic) => `topics=${topic}`).join("&");
    const response = await this.#fetch(`/api/events?${query}`, {
      signal: this.#stream.signal,
      ...(this.#lastEventId !== null && { headers: { "last-event-id": this.#lastEventId } }),
    });
    if (!response.ok || !response.body) throw new Error(`The stream answered ${response.status}.`);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = (await reader.read()).value ?? "";
    void (async () => {
      for (;;) {
        const end = text.lastIndexOf("\n\n");
        if (end >= 0) this.#hear(text.slice(0, end));
        text = text.slice(end < 0 ? 0 : end + 2);
        const { value, done } = await reader.read();
        if (done) return;
        text += value;
      }
    })().catch(() => undefined);
  }

  /** The connection breaks and is opened again: what was said meanwhile must arrive. */
  async reconnect(): Promise<void> {
    this.reconnections += 1;
    this.#stream.abort();
    this.#stream = new AbortController();
    await this.listen();
  }

  /** Labels one more tile; it is sent when those before it are acknowledged. */
  label(turn: number): void {
    const { ownTiles, sharedTiles, classIds } = this.#options;
    const isShared = turn % sharedEvery === sharedEvery - 1;
    const tiles = isShared ? sharedTiles : ownTiles;
    const madeAtMs = performance.now();
    const edit: SentEdit = {
      batchId: randomUUID(),
      tileIndex: tiles[turn % tiles.length] as number,
      classId: classIds[Math.floor(Math.random() * classIds.length)] as string,
      acknowledgedAfterMs: null,
      madeAtMs,
      revision: null,
      isConflict: false,
    };
    this.edits.push(edit);
    this.#queue.push(edit);
    this.#sending ??= this.#send().finally(() => {
      this.#sending = null;
    });
    if (madeAtMs >= this.#presenceDueMs) void this.#announce(edit.tileIndex);
  }

  /** Everything made so far is acknowledged, or given up. */
  async settled(): Promise<void> {
    while (this.#sending) await this.#sending;
  }

  close(): void {
    this.#stream.abort();
  }

  #hear(text: string): void {
    const nowMs = performance.now();
    for (const found of text.matchAll(/^id: ?(\d+)$/gm)) this.#lastEventId = found[1] as string;
    for (const [, json] of text.matchAll(/^data: ?(.*"labels\.changed".*)$/gm)) {
      const event = JSON.parse(json as string) as LiveEvent;
      if (event.type !== "labels.changed") continue;
      const { revision, fromRevision = revision } = event;
      for (let one = fromRevision; one <= revision; one += 1) {
        if (!this.heardAtMs.has(one)) this.heardAtMs.set(one, nowMs);
      }
      while (this.heardAtMs.has(this.#seen + 1)) this.#seen += 1;
    }
  }

  async #send(): Promise<void> {
    const { sceneId, gridCols } = this.#options;
    for (let edit = this.#queue.shift(); edit; edit = this.#queue.shift()) {
      const [row, col] = [Math.floor(edit.tileIndex / gridCols), edit.tileIndex % gridCols];
      const body = {
        ...{ batchId: edit.batchId, act: "key", seenRevision: this.#seen },
        edits: [{ row, col, classId: edit.classId }],
      };
      const response = await this.#fetch(`/api/scenes/${sceneId}/labels`, post(body));
      if (!response.ok) {
        this.failures += 1;
        continue;
      }
      const answer = (await response.json()) as LabelBatchResult;
      edit.acknowledgedAfterMs = performance.now() - edit.madeAtMs;
      if (answer.changedCount > 0) edit.revision = answer.revision;
      edit.isConflict = (answer.conflicts?.length ?? 0) > 0;
    }
  }

  async #announce(tileIndex: number): Promise<void> {
    this.#presenceDueMs = Number.POSITIVE_INFINITY;
    const { sceneId, gridCols } = this.#options;
    const [row, col] = [Math.floor(tileIndex / gridCols), tileIndex % gridCols];
    const body = { tabId: this.tabId, row, col };
    const response = await this.#fetch(`/api/scenes/${sceneId}/presence`, post(body));
    const { againAfterMs } = (await response.json()) as { againAfterMs: number };
    this.presenceCount += 1;
    this.#presenceDueMs = performance.now() + againAfterMs;
  }

  #fetch(path: string, init: RequestInit): Promise<Response> {
    const { url, credentials } = this.#options;
    return fetch(url + path, { ...init, headers: { ...init.headers, ...credentials } });
  }
}

function post(body: unknown): RequestInit {
  return {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json" },
  };
}
