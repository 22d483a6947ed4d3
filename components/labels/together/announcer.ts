import { presenceHeartbeatMs, presenceLimits } from "@/lib/contracts/presence";
import type { Tile } from "../tools/tool";

/**
 * Says where one is: soon after every move but no more often than the server asks for, again after a
 * while although nothing moved, and never while the page is hidden.
 */
export class Announcer {
  readonly #say: (tile: Tile) => Promise<{ againAfterMs: number }>;
  #tile: Tile;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #isDue = false;
  #isSaying = false;
  #againAfterMs: number = presenceLimits.fastestMs;
  #running = false;

  constructor(tile: Tile, say: (tile: Tile) => Promise<{ againAfterMs: number }>) {
    this.#tile = tile;
    this.#say = say;
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    void this.#announce();
  }

  stop(): void {
    this.#running = false;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  moveTo(tile: Tile): void {
    if (tile.row === this.#tile.row && tile.col === this.#tile.col) return;
    this.#tile = tile;
    if (this.#isDue) void this.#announce();
  }

  async #announce(): Promise<void> {
    if (!this.#running || this.#isSaying) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#isDue = false;
    this.#isSaying = true;
    const said = this.#tile;
    const answer = await this.#say(said).catch(() => null);
    this.#isSaying = false;
    if (answer) this.#againAfterMs = answer.againAfterMs;
    if (!this.#running) return;
    this.#timer = setTimeout(
      () => {
        // Moved meanwhile: now. Else with the next move, or as a sign of life.
        if (this.#tile !== said) return void this.#announce();
        this.#isDue = true;
        this.#timer = setTimeout(
          () => void this.#announce(),
          Math.max(0, presenceHeartbeatMs - this.#againAfterMs),
        );
      },
      answer ? this.#againAfterMs : presenceHeartbeatMs,
    );
  }
}
