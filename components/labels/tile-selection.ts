/** Tiles that are picked out, on the map and on the wall alike; keys then act on all of them. */
export class TileSelection {
  readonly #cells = new Set<number>();
  readonly #listeners = new Set<() => void>();
  #snapshot: readonly number[] | null = [];

  get count(): number {
    return this.#cells.size;
  }

  has(cell: number): boolean {
    return this.#cells.has(cell);
  }

  toggle(cell: number): void {
    if (!this.#cells.delete(cell)) this.#cells.add(cell);
    this.#tell();
  }

  /** Picks tiles out, or (false) puts them back. */
  set(cells: Iterable<number>, picked: boolean): void {
    for (const cell of cells) {
      if (picked) this.#cells.add(cell);
      else this.#cells.delete(cell);
    }
    this.#tell();
  }

  /** These and no others. */
  replace(cells: Iterable<number>): void {
    this.#cells.clear();
    this.set(cells, true);
  }

  clear(): void {
    if (this.#cells.size === 0) return;
    this.#cells.clear();
    this.#tell();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** For useSyncExternalStore: the same array until something changed. */
  snapshot = (): readonly number[] => {
    this.#snapshot ??= [...this.#cells];
    return this.#snapshot;
  };

  #tell(): void {
    this.#snapshot = null;
    for (const listener of this.#listeners) listener();
  }
}
