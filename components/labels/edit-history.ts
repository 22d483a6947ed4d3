import type { ActStore, StoredAct } from "./act-store";
import { bytesOfPacked, type PackedAct, packAct, unpackAct } from "./packed-act";

/** One act of a person: tiles, what they were, and what they became. Undone and redone as a whole. */
export type Act = {
  sceneId: string;
  cells: Int32Array;
  before: Uint8Array;
  after: Uint8Array;
  batchIds: string[];
};

export type HistoryStep = "undo" | "redo";

/** So many steps can always be taken back, whatever they weigh. */
export const stepsPromised = 200;
const actsKept = 500;
/** Above this, acts older than the promised ones are forgotten. */
const bytesKept = 96 * 1024 * 1024;

/**
 * Undo and redo over whole acts, across all scenes of a project. A new act ends what could be
 * redone. With a store it outlives the page.
 */
export class EditHistory {
  readonly #store: ActStore | null;
  readonly #listeners = new Set<() => void>();
  #done: PackedAct[] = [];
  #undone: PackedAct[] = [];
  #lastOrder = 0;
  #asked: { step: HistoryStep; sceneId: string } | null = null;

  constructor(store: ActStore | null = null) {
    this.#store = store;
  }

  get canUndo(): boolean {
    return this.#done.length > 0;
  }

  get canRedo(): boolean {
    return this.#undone.length > 0;
  }

  /** Takes up what earlier pages left behind, under what was done meanwhile. */
  async open(): Promise<void> {
    const left = (await this.#store?.list().catch(() => [])) ?? [];
    const known = new Set([...this.#done, ...this.#undone].map((act) => act.order));
    const fresh = left.filter((act) => !known.has(act.order)).map(packAct);
    const begun = known.size > 0;
    this.#lastOrder = Math.max(this.#lastOrder, ...fresh.map((act) => act.order));
    this.#done = [...fresh.filter((act) => !act.undone), ...this.#done];
    const undone = fresh.filter((act) => act.undone).reverse();
    // Somebody who has gone on working cannot redo what was undone before.
    if (begun) this.#remove(undone);
    else this.#undone = [...undone, ...this.#undone];
    this.#changed();
  }

  /** The scene of the act that a step would take; null when there is none. */
  sceneOf(step: HistoryStep): string | null {
    return (step === "undo" ? this.#done : this.#undone).at(-1)?.sceneId ?? null;
  }

  /** Remembers a step until the scene that it belongs to is on screen. */
  ask(step: HistoryStep, sceneId: string): void {
    this.#asked = { step, sceneId };
  }

  /** The step that was asked for in this scene, once. */
  takeAsked(sceneId: string): HistoryStep | null {
    const asked = this.#asked;
    this.#asked = null;
    return asked?.sceneId === sceneId ? asked.step : null;
  }

  add(act: Act): void {
    this.#lastOrder = Math.max(this.#lastOrder + 1, Date.now() * 1000);
    const stored = { ...act, order: this.#lastOrder, undone: false };
    this.#done.push(packAct(stored));
    this.#put(stored);
    this.#remove(this.#undone);
    this.#undone = [];
    this.#forgetOldest();
    this.#changed();
  }

  takeUndo(): Act | null {
    return this.#move(this.#done, this.#undone, true);
  }

  takeRedo(): Act | null {
    return this.#move(this.#undone, this.#done, false);
  }

  /**
   * Tiles of a refused batch were never changed: they leave their act, and an act without tiles can be
   * neither undone nor redone. What else the act changed stays undoable.
   *
   * @param cells The tiles of the batch; null where they are not known: then the whole act goes.
   */
  forget(batchId: string, cells: Iterable<number> | null): void {
    const refused = cells && new Set(cells);
    const rest = (act: PackedAct): PackedAct => {
      if (!refused || !act.batchIds.includes(batchId)) return act;
      const kept = withoutCells(unpackAct(act), refused, batchId);
      if (kept.cells.length > 0) this.#put(kept);
      return kept.cells.length > 0 ? packAct(kept) : act;
    };
    this.#done = this.#done.map(rest);
    this.#undone = this.#undone.map(rest);
    this.#keep((act) => !act.batchIds.includes(batchId));
  }

  /** Acts of scenes that are gone can be neither undone nor redone. */
  keepScenes(sceneIds: ReadonlySet<string>): void {
    this.#keep((act) => sceneIds.has(act.sceneId));
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #move(from: PackedAct[], to: PackedAct[], undone: boolean): Act | null {
    const act = from.pop();
    if (!act) return null;
    const packed = { ...act, undone };
    to.push(packed);
    const moved = unpackAct(packed);
    this.#put(moved);
    this.#changed();
    return moved;
  }

  #keep(isKept: (act: PackedAct) => boolean): void {
    const dropped = [...this.#done, ...this.#undone].filter((act) => !isKept(act));
    if (dropped.length === 0) return;
    this.#done = this.#done.filter(isKept);
    this.#undone = this.#undone.filter(isKept);
    this.#remove(dropped);
    this.#changed();
  }

  #forgetOldest(): void {
    let bytes = 0;
    let kept = 0;
    for (const act of this.#done.toReversed()) {
      bytes += bytesOfPacked(act);
      if (kept >= stepsPromised && (kept >= actsKept || bytes > bytesKept)) break;
      kept += 1;
    }
    this.#remove(this.#done.splice(0, this.#done.length - kept));
  }

  /** A browser that keeps nothing still undoes; it only forgets with the page. */
  #put(act: StoredAct): void {
    this.#store?.put(act).catch(() => undefined);
  }

  #remove(acts: readonly PackedAct[]): void {
    if (acts.length === 0) return;
    this.#store?.remove(acts.map((act) => act.order)).catch(() => undefined);
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

function withoutCells(act: StoredAct, cells: ReadonlySet<number>, batchId: string): StoredAct {
  const kept = Array.from(act.cells.keys()).filter(
    (place) => !cells.has(act.cells[place] as number),
  );
  return {
    ...act,
    cells: Int32Array.from(kept, (place) => act.cells[place] as number),
    before: Uint8Array.from(kept, (place) => act.before[place] as number),
    after: Uint8Array.from(kept, (place) => act.after[place] as number),
    batchIds: act.batchIds.filter((id) => id !== batchId),
  };
}

/**
 * What of an act can be undone or redone: a tile that somebody changed since is theirs, so only tiles
 * that still are as the act left them (`expected`) get the byte that is wanted.
 */
export function stillAsLeft(
  plane: Uint8Array,
  cells: Int32Array,
  expected: Uint8Array,
  wanted: Uint8Array,
): { cells: Int32Array; bytes: Uint8Array } {
  const places: number[] = [];
  cells.forEach((cell, place) => {
    if (plane[cell] === expected[place] && plane[cell] !== wanted[place]) places.push(place);
  });
  return {
    cells: Int32Array.from(places, (place) => cells[place] as number),
    bytes: Uint8Array.from(places, (place) => wanted[place] as number),
  };
}
