import { randomUUID } from "node:crypto";

/** One edit as its author remembers it. */
export interface SentEdit {
  batchId: string;
  tileIndex: number;
  classId: string;
  /** From the moment it was made, not from when it could be sent. */
  acknowledgedAfterMs: number | null;
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
  /** When each batch was made; shared by all analysts. */
  readonly #madeAtMs: Map<string, number>;
  readonly heardAfterMs: number[] = [];
  readonly revisions = new Set<number>();
  readonly tabId = randomUUID();
  readonly #options: AnalystOptions;
  #stream = new AbortController();
  #lastEventId: string | null = null;
  reconnections = 0;
  readonly #queue: { edit: SentEdit; madeAtMs: number }[] = [];
  #sending: Promise<void> | null = null;
  #seen = 0;
  #presenceDueMs = 0;
  presenceCount = 0;
  failures = 0;

  constructor(options: AnalystOptions, madeAtMs: Map<string, number>) {
    this.#options = options;
    this.#madeAtMs = madeAtMs;
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
    const edit: SentEdit = {
      batchId: randomUUID(),
      tileIndex: tiles[turn % tiles.length] as number,
      classId: classIds[Math.floor(Math.random() * classIds.length)] as string,
      acknowledgedAfterMs: null,
      isConflict: false,
    };
    const madeAtMs = performance.now();
    this.edits.push(edit);
    this.#madeAtMs.set(edit.batchId, madeAtMs);
    this.#queue.push({ edit, madeAtMs });
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
    for (const found of text.matchAll(
      /"labels\.changed".*?"revision":(\d+),"batchId":"([^"]+)"/g,
    )) {
      this.revisions.add(Number(found[1]));
      while (this.revisions.has(this.#seen + 1)) this.#seen += 1;
      const madeAtMs = this.#madeAtMs.get(found[2] as string);
      if (madeAtMs !== undefined) this.heardAfterMs.push(nowMs - madeAtMs);
    }
  }

  async #send(): Promise<void> {
    const { sceneId, gridCols } = this.#options;
    for (let next = this.#queue.shift(); next; next = this.#queue.shift()) {
      const { edit, madeAtMs } = next;
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
      const answer = (await response.json()) as { conflicts?: unknown[] };
      edit.acknowledgedAfterMs = performance.now() - madeAtMs;
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
