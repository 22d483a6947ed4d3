import type { Problem } from "@/lib/contracts/common";
import { maxEditsPerBatch } from "@/lib/contracts/labels";
import type { LiveEvent } from "@/lib/contracts/live-events";
import { tileIndex } from "@/lib/geo/grid";
import { newUuid } from "@/lib/new-uuid";
import { type Act, EditHistory, type HistoryStep, stillAsLeft } from "./edit-history";
import { LabelOutbox, type SentResult } from "./label-outbox";
import { decodePlane } from "./label-plane";
import type { ActName, LabelSessionOptions, LabelSnapshot } from "./label-session-options";
import { LayeredPlane } from "./layered-plane";
import { bytesOfEdits, countEdits, packEdits, unpackEdits } from "./packed-edits";
import type { PendingBatch } from "./pending-store";
import { RepeatedReading } from "./repeated-reading";
import { ScheduledListeners } from "./scheduled-listeners";
import { SeenRevisions } from "./seen-revisions";
import { takeAnswer } from "./take-answer";

export type { ActName } from "./label-session-options";
export type LabelsChanged = Extract<LiveEvent, { type: "labels.changed" }>;

/**
 * The labels of one scene, as one person sees and edits them: acts with undo and redo, sending them,
 * and hearing what others do. No React in here; layered-plane.ts says what a tile shows.
 */
export class LabelSession {
  /** What is shown: one byte per tile. The same array for the session's whole life. */
  readonly plane: Uint8Array;
  readonly #options: LabelSessionOptions;
  readonly #layers: LayeredPlane;
  readonly #history: EditHistory;
  #unsubscribe: (() => void) | null = null;
  readonly #outbox: LabelOutbox;
  #byteOfClass = new Map<string, number>();
  #classOfByte = new Map<number, string>();
  readonly #stateListeners: ScheduledListeners;
  readonly #paintListeners = new Set<(cells: ArrayLike<number> | null) => void>();
  #revision = 0;
  readonly #seen = new SeenRevisions();
  #ready = false;
  #loadProblem: unknown = null;
  #snapshot: LabelSnapshot | null = null;
  readonly #reading = new RepeatedReading(() => this.#readPlane());
  #closed = false;

  constructor(options: LabelSessionOptions) {
    this.#options = options;
    this.#layers = new LayeredPlane(options.gridRows * options.gridCols);
    this.plane = this.#layers.shown;
    this.#history = options.history ?? new EditHistory();
    this.#stateListeners = new ScheduledListeners(options.schedule);
    this.setClasses(options.classes);
    this.#outbox = new LabelOutbox({
      userId: options.userId,
      store: options.store,
      send: (batch) =>
        options.send({
          ...batch,
          // One that an earlier version kept does not say: it covers nobody's label.
          seenRevision: batch.seenRevision ?? 0,
          edits: unpackEdits(batch.edits),
        }),
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
    this.#unsubscribe ??= this.#history.subscribe(() => this.#changed());
    const reading = this.resync();
    const left = await this.#outbox.restore();
    // Laid over the labels before it is sent: the answer may come before the labels are read, and
    // what is laid over after its answer would cover other people's labels for ever.
    const here = left.filter((pending) => pending.batch.sceneId === this.#options.sceneId);
    for (const pending of here) {
      const { cells, bytes } = this.#bytesOf(pending);
      this.#layers.cover(cells, bytes, pending.order);
    }
    this.#outbox.wake();
    await reading;
    if (!this.#closed) this.#paint(null);
  }

  /** Stops sending and listening; what waits stays in the store. May be opened again. */
  close(): void {
    this.#closed = true;
    this.#unsubscribe?.();
    this.#unsubscribe = null;
    this.#reading.stop();
    this.#outbox.stop();
  }

  /**
   * Gives tiles a byte (0 clears). Shown at once; one act, one step of undo.
   *
   * @returns The tiles that changed.
   */
  apply(act: ActName, cells: ArrayLike<number>, byte: number): number {
    return this.applyEach(act, cells, new Uint8Array(cells.length).fill(byte));
  }

  /** As `apply`, with a byte of its own for every tile. */
  applyEach(act: ActName, cells: ArrayLike<number>, bytes: Uint8Array): number {
    const changed: number[] = [];
    const wanted: number[] = [];
    for (let i = 0; i < cells.length; i += 1) {
      const [cell, byte] = [cells[i] as number, bytes[i] as number];
      if (!(cell >= 0 && cell < this.plane.length) || this.plane[cell] === byte) continue;
      changed.push(cell);
      wanted.push(byte);
    }
    if (changed.length === 0 || !this.#ready) return 0;
    const before = Uint8Array.from(changed, (cell) => this.plane[cell] as number);
    const after = Uint8Array.from(wanted);
    if (this.#options.mayLabel?.(act, changed, after) === false) return 0;
    const batchIds = this.#commit(act, changed, after);
    const { sceneId } = this.#options;
    this.#history.add({ sceneId, cells: Int32Array.from(changed), before, after, batchIds });
    this.#changed();
    return changed.length;
  }

  /** @returns The tiles that changed back; null when the last act is of another scene, or none. */
  undo(): ArrayLike<number> | null {
    const act = this.#isNext("undo") ? this.#history.takeUndo() : null;
    return act && this.#replay("undo", act, act.after, act.before);
  }

  redo(): ArrayLike<number> | null {
    const act = this.#isNext("redo") ? this.#history.takeRedo() : null;
    return act && this.#replay("redo", act, act.before, act.after);
  }

  /** Somebody's change, possibly one's own, possibly known already. */
  receive(event: LabelsChanged): void {
    if (event.sceneId !== this.#options.sceneId || this.#closed) return;
    if (this.#ready && event.unchanged) {
      this.#sawRevision(event.revision, event.revision);
      return;
    }
    if (!this.#ready || event.edits.length === 0) {
      if (event.revision > this.#revision) void this.resync();
      return;
    }
    const { gridCols } = this.#options;
    const painted = this.#layers.confirm(
      event.edits.map(([row, col]) => tileIndex({ row, col }, gridCols)),
      event.edits.map(([, , byte]) => byte),
      event.revision,
    );
    this.#sawRevision(event.revision, event.fromRevision ?? event.revision);
    this.#paint(painted);
    this.#changed();
  }

  /** Reads every label again; own unsent edits stay on top. */
  resync(): Promise<void> {
    return this.#reading.now();
  }

  /**
   * The stream has begun: between reading the labels and its start somebody may have labelled. Asks
   * for a number, and for the labels only where it says so.
   */
  async catchUp(): Promise<void> {
    await this.#reading.settled();
    const revision = await this.#options.readRevision(this.#options.sceneId).catch(() => null);
    if (this.#closed || (this.#ready && revision !== null && revision <= this.#seen.whole)) return;
    await this.resync();
  }

  /** Tries to send now. */
  wake(): void {
    this.#outbox.wake();
  }

  subscribe = (listener: () => void): (() => void) => this.#stateListeners.subscribe(listener);

  /** As `subscribe`, but told at once: for what neither draws nor takes long. */
  subscribeAtOnce(listener: () => void): () => void {
    return this.#stateListeners.subscribeAtOnce(listener);
  }

  /** For useSyncExternalStore: the same object until something changed. */
  snapshot = (): LabelSnapshot => {
    this.#snapshot ??= {
      ...this.#outbox.state,
      ready: this.#ready,
      loadProblem: this.#loadProblem,
      counts: this.#layers.counts,
      labelledCount: this.#layers.labelledCount,
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

  #isNext(step: HistoryStep): boolean {
    return this.#ready && this.#history.sceneOf(step) === this.#options.sceneId;
  }

  #replay(act: HistoryStep, from: Act, expected: Uint8Array, wanted: Uint8Array): Int32Array {
    const { cells, bytes } = stillAsLeft(this.plane, from.cells, expected, wanted);
    if (cells.length > 0) this.#commit(act, cells, bytes);
    this.#changed();
    return cells;
  }

  /** Shows and queues edits; a very large act is several batches but stays one act. */
  #commit(act: ActName, cells: ArrayLike<number>, bytes: Uint8Array): string[] {
    const batchIds: string[] = [];
    const { gridCols, sceneId } = this.#options;
    const all = Int32Array.from(cells);
    const actId = newUuid();
    for (let start = 0; start < all.length; start += maxEditsPerBatch) {
      const part = all.slice(start, start + maxEditsPerBatch);
      const wanted = bytes.slice(start, start + maxEditsPerBatch);
      const pending = this.#outbox.add({
        batchId: newUuid(),
        sceneId,
        actId,
        act,
        madeAtMs: Date.now(),
        seenRevision: this.#seen.whole,
        edits: packEdits(part, wanted, (byte) => this.#classOfByte.get(byte) ?? null, gridCols),
      });
      batchIds.push(pending.batch.batchId);
      this.#layers.cover(part, wanted, pending.order);
    }
    this.#paint(cells);
    return batchIds;
  }

  #bytesOf(pending: PendingBatch): { cells: Int32Array; bytes: Uint8Array } {
    return bytesOfEdits(pending.batch.edits, this.#byteOfClass, this.#options.gridCols);
  }

  #acknowledge(pending: PendingBatch, result: SentResult): void {
    const { conflicts } = result;
    if (conflicts?.length) this.#options.onConflicts?.(pending.batch.sceneId, conflicts);
    if (pending.batch.sceneId !== this.#options.sceneId) return;
    const asked = this.#bytesOf(pending);
    const { gridCols } = this.#options;
    const taken = takeAnswer(this.#layers, asked, result, this.#byteOfClass, gridCols);
    this.#paint(taken.changed);
    if (taken.kept.length > 0) this.#history.forget(pending.batch.batchId, taken.kept);
    // What changed nothing tells the revision that somebody else made.
    const own = result.changedCount > 0 ? result.revision : null;
    if (!result.repeated) this.#sawRevision(result.revision, own);
    this.#paint(this.#layers.uncover(asked.cells, pending.order));
    if (result.repeated) void this.resync();
  }

  #refuse(pending: PendingBatch, problem: Problem): void {
    const isHere = pending.batch.sceneId === this.#options.sceneId;
    // Tiles of another scene are numbered by its grid, which is not known here.
    const cells = isHere ? this.#bytesOf(pending).cells : null;
    this.#history.forget(pending.batch.batchId, cells);
    if (cells) this.#paint(this.#layers.uncover(cells, pending.order));
    this.#options.onRefused?.(problem, countEdits(pending.batch.edits));
  }

  /** @param from First of the changes that were heard; null: none was. */
  #sawRevision(revision: number, from: number | null): void {
    this.#revision = Math.max(this.#revision, revision);
    if (from !== null) this.#seen.saw(revision, from);
    this.#watchGap();
  }

  /** What was jumped over is somebody's change on its way; if it stays away, read all. */
  #watchGap(): void {
    const revision = this.#revision;
    if (this.#seen.whole >= revision) return;
    this.#reading.soon(this.#options.gapToleranceMs ?? 2000, () => {
      const isThere = this.#seen.whole >= revision;
      // Others went on meanwhile: what they did since may still be on its way.
      if (isThere) this.#watchGap();
      return !isThere;
    });
  }

  async #readPlane(): Promise<void> {
    try {
      const read = await this.#options.readPlane(this.#options.sceneId);
      const bytes = decodePlane(read.plane);
      if (this.#closed) return;
      this.#layers.confirmAll(bytes, read.revision);
      this.#revision = Math.max(this.#revision, read.revision);
      this.#seen.readAll(read.revision);
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
    this.#stateListeners.changed();
  }
}
