import type { Problem } from "@/lib/contracts/common";
import { type LabelBatch, type LabelPlane, maxEditsPerBatch } from "@/lib/contracts/labels";
import type { LiveEvent } from "@/lib/contracts/live-events";
import { type Act, EditHistory } from "./edit-history";
import { LabelOutbox, type OutboxOptions, type OutboxState, type SentResult } from "./label-outbox";
import { countBytes, decodePlane } from "./label-plane";
import type { PendingBatch, PendingStore } from "./pending-store";

export type ActName = NonNullable<LabelBatch["act"]>;
export type LabelsChanged = Extract<LiveEvent, { type: "labels.changed" }>;

export type LabelSnapshot = OutboxState & {
  ready: boolean;
  /** Why the labels could not be read. */
  loadProblem: unknown;
  /** Tiles per byte of the plane: 0 unlabelled, else class index + 1. */
  counts: Uint32Array;
  labelledCount: number;
  canUndo: boolean;
  canRedo: boolean;
};

export type LabelSessionOptions = {
  sceneId: string;
  userId: string;
  gridRows: number;
  gridCols: number;
  classes: readonly { id: string; index: number }[];
  store: PendingStore;
  readPlane: (sceneId: string) => Promise<LabelPlane>;
  send: OutboxOptions["send"];
  /** A batch was refused; its tiles show again what the server has. */
  onRefused?: (problem: Problem, tileCount: number) => void;
  delay?: OutboxOptions["delay"];
  isOnline?: OutboxOptions["isOnline"];
  /** Tells listeners of the state later, so that a label is painted before panels are; default: now. */
  schedule?: (tell: () => void) => void;
  /** How long a missing event may be late before the plane is read again. */
  gapToleranceMs?: number;
};

/**
 * The labels of one scene, as one person sees and edits them. No React in here.
 *
 * Two planes: `confirmed` is what the server is known to have, `plane` is what is shown: confirmed,
 * with one's own unsent edits on top. Every tile remembers the revision it was confirmed at, so
 * acknowledgements and other people's changes may arrive late, twice or in any order.
 */
export class LabelSession {
  /** What is shown: one byte per tile. The same array for the session's whole life. */
  readonly plane: Uint8Array;
  readonly #options: LabelSessionOptions;
  readonly #confirmed: Uint8Array;
  readonly #confirmedAt: Uint32Array;
  readonly #unsent = new Map<number, { byte: number; order: number }>();
  readonly #history = new EditHistory();
  readonly #outbox: LabelOutbox;
  #byteOfClass = new Map<string, number>();
  #classOfByte = new Map<number, string>();
  readonly #stateListeners = new Set<() => void>();
  readonly #paintListeners = new Set<(cells: ArrayLike<number> | null) => void>();
  #counts: Uint32Array;
  #revision = 0;
  #ready = false;
  #loadProblem: unknown = null;
  #snapshot: LabelSnapshot | null = null;
  #gapTimer: ReturnType<typeof setTimeout> | null = null;
  #reading: Promise<void> | null = null;
  #readAgain = false;
  #closed = false;
  #telling = false;

  constructor(options: LabelSessionOptions) {
    this.#options = options;
    const tileCount = options.gridRows * options.gridCols;
    this.plane = new Uint8Array(tileCount);
    this.#confirmed = new Uint8Array(tileCount);
    this.#confirmedAt = new Uint32Array(tileCount);
    this.#counts = countBytes(this.plane);
    this.setClasses(options.classes);
    this.#outbox = new LabelOutbox({
      userId: options.userId,
      store: options.store,
      send: options.send,
      ...(options.delay && { delay: options.delay }),
      ...(options.isOnline && { isOnline: options.isOnline }),
      onAcknowledged: (pending, result) => this.#acknowledge(pending, result),
      onRefused: (pending, problem) => this.#refuse(pending, problem),
      onChange: () => this.#changed(),
    });
  }

  /** The project's classes; somebody may add one while the session is open. */
  setClasses(classes: readonly { id: string; index: number }[]): void {
    this.#byteOfClass = new Map(classes.map(({ id, index }) => [id, index + 1]));
    this.#classOfByte = new Map(classes.map(({ id, index }) => [index + 1, id]));
  }

  /** Reads the labels and takes up what an earlier page could not send. */
  async open(): Promise<void> {
    this.#closed = false;
    this.#outbox.start();
    const reading = this.resync();
    const left = await this.#outbox.restore();
    // Laid over the labels before it is sent: the answer may come before the labels are read, and
    // what is laid over after its answer would cover other people's labels for ever.
    const here = left.filter((pending) => pending.batch.sceneId === this.#options.sceneId);
    for (const pending of here) this.#overlay(pending, this.#addressed(pending));
    this.#outbox.wake();
    await reading;
    if (!this.#closed) this.#paint(null);
  }

  /** Stops sending and listening; what waits stays in the store. May be opened again. */
  close(): void {
    this.#closed = true;
    if (this.#gapTimer) clearTimeout(this.#gapTimer);
    this.#gapTimer = null;
    this.#outbox.stop();
  }

  /**
   * Gives tiles a byte (0 clears). Shown at once; one act, one step of undo.
   *
   * @returns The tiles that changed.
   */
  apply(act: ActName, cells: ArrayLike<number>, byte: number): number {
    const changed: number[] = [];
    for (let i = 0; i < cells.length; i += 1) {
      const cell = cells[i] as number;
      if (cell >= 0 && cell < this.plane.length && this.plane[cell] !== byte) changed.push(cell);
    }
    if (changed.length === 0 || !this.#ready) return 0;
    const before = Uint8Array.from(changed, (cell) => this.plane[cell] as number);
    const after = new Uint8Array(changed.length).fill(byte);
    const batchIds = this.#commit(act, changed, after);
    this.#history.add({ cells: Int32Array.from(changed), before, after, batchIds });
    this.#changed();
    return changed.length;
  }

  undo(): ArrayLike<number> | null {
    const act = this.#history.takeUndo();
    return act && this.#replay("undo", act, act.after, act.before);
  }

  redo(): ArrayLike<number> | null {
    const act = this.#history.takeRedo();
    return act && this.#replay("redo", act, act.before, act.after);
  }

  /** Somebody's change, possibly one's own, possibly known already. */
  receive(event: LabelsChanged): void {
    if (event.sceneId !== this.#options.sceneId || this.#closed) return;
    if (!this.#ready || event.edits.length === 0) {
      if (event.revision > this.#revision) void this.resync();
      return;
    }
    const painted: number[] = [];
    for (const [row, col, byte] of event.edits) {
      const cell = row * this.#options.gridCols + col;
      if (this.#confirm(cell, byte, event.revision)) painted.push(cell);
    }
    this.#sawRevision(event.revision);
    this.#paint(painted);
    this.#changed();
  }

  /** Reads every label again; own unsent edits stay on top. */
  async resync(): Promise<void> {
    if (this.#reading) {
      this.#readAgain = true;
      return this.#reading;
    }
    this.#reading = this.#readPlane();
    await this.#reading;
    this.#reading = null;
    if (this.#readAgain && !this.#closed) {
      this.#readAgain = false;
      await this.resync();
    }
  }

  /** Tries to send now. */
  wake(): void {
    this.#outbox.wake();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  };

  /** For useSyncExternalStore: the same object until something changed. */
  snapshot = (): LabelSnapshot => {
    this.#snapshot ??= {
      ...this.#outbox.state,
      ready: this.#ready,
      loadProblem: this.#loadProblem,
      counts: this.#counts.slice(),
      labelledCount: this.plane.length - (this.#counts[0] as number),
      canUndo: this.#history.canUndo,
      canRedo: this.#history.canRedo,
    };
    return this.#snapshot;
  };

  /** Hears at once which tiles must be painted again; null means all of them. */
  onPaint(listener: (cells: ArrayLike<number> | null) => void): () => void {
    this.#paintListeners.add(listener);
    return () => this.#paintListeners.delete(listener);
  }

  #replay(act: "undo" | "redo", from: Act, expected: Uint8Array, wanted: Uint8Array): Int32Array {
    // A tile that somebody changed since is theirs: only tiles still as the act left them go back.
    const places: number[] = [];
    from.cells.forEach((cell, place) => {
      if (this.plane[cell] === expected[place] && this.plane[cell] !== wanted[place]) {
        places.push(place);
      }
    });
    const cells = Int32Array.from(places, (place) => from.cells[place] as number);
    const bytes = Uint8Array.from(places, (place) => wanted[place] as number);
    if (cells.length > 0) this.#commit(act, cells, bytes);
    this.#changed();
    return cells;
  }

  /** Shows and queues edits; a very large act is several batches but stays one act. */
  #commit(act: ActName, cells: ArrayLike<number>, bytes: Uint8Array): string[] {
    const batchIds: string[] = [];
    const { gridCols, sceneId } = this.#options;
    const all = Array.from(cells);
    for (let start = 0; start < all.length; start += maxEditsPerBatch) {
      const part = all.slice(start, start + maxEditsPerBatch);
      const pending = this.#outbox.add({
        batchId: crypto.randomUUID(),
        sceneId,
        act,
        madeAtMs: Date.now(),
        edits: part.map((cell, place) => ({
          row: Math.floor(cell / gridCols),
          col: cell % gridCols,
          classId: this.#classOfByte.get(bytes[start + place] as number) ?? null,
        })),
      });
      batchIds.push(pending.batch.batchId);
      this.#overlay(
        pending,
        part.map((cell, place) => [cell, bytes[start + place] as number]),
      );
    }
    this.#paint(cells);
    return batchIds;
  }

  #addressed(pending: PendingBatch): [number, number][] {
    return pending.batch.edits
      .map(({ row, col, classId }): [number, number] => [
        row * this.#options.gridCols + col,
        classId === null ? 0 : (this.#byteOfClass.get(classId) ?? 0),
      ])
      .filter(([cell]) => cell < this.plane.length);
  }

  #overlay(pending: PendingBatch, edits: readonly [number, number][]): void {
    for (const [cell, byte] of edits) {
      const known = this.#unsent.get(cell);
      if (known && known.order > pending.order) continue;
      this.#unsent.set(cell, { byte, order: pending.order });
      this.#show(cell, byte);
    }
  }

  #acknowledge(pending: PendingBatch, result: SentResult): void {
    if (pending.batch.sceneId !== this.#options.sceneId) return;
    const edits = this.#addressed(pending);
    // The answer to a repeated batch carries today's revision, not the one it was applied at.
    if (!result.repeated) {
      for (const [cell, byte] of edits) this.#confirm(cell, byte, result.revision);
      this.#sawRevision(result.revision);
    }
    this.#uncover(pending, edits);
    if (result.repeated) void this.resync();
  }

  #refuse(pending: PendingBatch, problem: Problem): void {
    if (pending.batch.sceneId === this.#options.sceneId) {
      this.#history.forget(pending.batch.batchId);
      this.#uncover(pending, this.#addressed(pending));
    }
    this.#options.onRefused?.(problem, pending.batch.edits.length);
  }

  /** A batch waits no longer: its tiles show what is confirmed, unless a later edit covers them. */
  #uncover(pending: PendingBatch, edits: readonly [number, number][]): void {
    const painted: number[] = [];
    for (const [cell] of edits) {
      if (this.#unsent.get(cell)?.order !== pending.order) continue;
      this.#unsent.delete(cell);
      if (this.#show(cell, this.#confirmed[cell] as number)) painted.push(cell);
    }
    this.#paint(painted);
  }

  /** @returns Whether the shown byte changed. */
  #confirm(cell: number, byte: number, revision: number): boolean {
    if (cell < 0 || cell >= this.plane.length) return false;
    if ((this.#confirmedAt[cell] as number) > revision) return false;
    this.#confirmedAt[cell] = revision;
    this.#confirmed[cell] = byte;
    return !this.#unsent.has(cell) && this.#show(cell, byte);
  }

  #show(cell: number, byte: number): boolean {
    const before = this.plane[cell] as number;
    if (before === byte) return false;
    this.plane[cell] = byte;
    this.#counts[before] = (this.#counts[before] as number) - 1;
    this.#counts[byte] = (this.#counts[byte] as number) + 1;
    return true;
  }

  /** A revision that was jumped over is somebody's change on its way; if it stays away, read all. */
  #sawRevision(revision: number): void {
    const missed = revision > this.#revision + 1;
    this.#revision = Math.max(this.#revision, revision);
    if (!missed || this.#gapTimer) return;
    this.#gapTimer = setTimeout(() => {
      this.#gapTimer = null;
      void this.resync();
    }, this.#options.gapToleranceMs ?? 2000);
  }

  async #readPlane(): Promise<void> {
    try {
      const read = await this.#options.readPlane(this.#options.sceneId);
      const bytes = decodePlane(read.plane);
      if (this.#closed) return;
      for (let cell = 0; cell < this.plane.length; cell += 1) {
        if ((this.#confirmedAt[cell] as number) > read.revision) continue;
        this.#confirmedAt[cell] = read.revision;
        this.#confirmed[cell] = bytes[cell] ?? 0;
        if (!this.#unsent.has(cell)) this.plane[cell] = this.#confirmed[cell] as number;
      }
      this.#counts = countBytes(this.plane);
      this.#revision = Math.max(this.#revision, read.revision);
      this.#ready = true;
      this.#loadProblem = null;
    } catch (thrown) {
      this.#loadProblem = thrown;
    }
    this.#paint(null);
    this.#changed();
  }

  #paint(cells: ArrayLike<number> | null): void {
    if (cells !== null && cells.length === 0) return;
    for (const listener of this.#paintListeners) listener(cells);
  }

  #changed(): void {
    this.#snapshot = null;
    const { schedule } = this.#options;
    if (!schedule) {
      this.#tell();
    } else if (!this.#telling) {
      this.#telling = true;
      schedule(() => this.#tell());
    }
  }

  #tell(): void {
    this.#telling = false;
    for (const listener of this.#stateListeners) listener();
  }
}
