const windowMs = 60_000;

/** Tiles labelled per minute over the last minute of work; pauses are not counted as slowness. */
export class Pace {
  #acts: { atMs: number; tiles: number }[] = [];

  add(tiles: number, atMs: number = Date.now()): void {
    this.#acts.push({ atMs, tiles });
    this.#forget(atMs);
  }

  /** null until there is enough to tell. */
  perMinute(nowMs: number = Date.now()): number | null {
    this.#forget(nowMs);
    const first = this.#acts[0];
    if (!first || this.#acts.length < 3) return null;
    const spanMs = Math.max(5000, nowMs - first.atMs);
    const tiles = this.#acts.reduce((sum, act) => sum + act.tiles, 0);
    return Math.round((tiles * 60_000) / spanMs);
  }

  #forget(nowMs: number): void {
    this.#acts = this.#acts.filter((act) => nowMs - act.atMs <= windowMs);
  }
}
