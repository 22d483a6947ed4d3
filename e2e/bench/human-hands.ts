import { setTimeout as pause } from "node:timers/promises";
import type { Page } from "playwright";
import { tilesBetween } from "@/components/labels/tools/brush-tool";
import type { TilePlace } from "../tile-places";

/**
 * How long acts of a practised person take, in milliseconds: the keystroke-level model of Card,
 * Moran and Newell, "The keystroke-level model for user performance time with interactive systems",
 * Communications of the ACM 23 (1980), 396-410. A key is that of an average skilled typist.
 */
const acts = { key: 200, pointing: 1100, button: 100, homing: 400, thought: 1350 };

/** Along a stroke a hand passes a tile of this map in about this time. */
const strokeStepMs = 60;

type Place = "keyboard" | "mouse";

/** Hands that act no faster than people, and count what they did. */
export class HumanHands {
  readonly done = { keys: 0, clicks: 0, strokes: 0, thoughts: 0 };
  #at: Place = "mouse";

  constructor(
    private readonly page: Page,
    private readonly placeOf: TilePlace,
  ) {}

  async #reach(place: Place): Promise<void> {
    if (this.#at !== place) await pause(acts.homing);
    this.#at = place;
  }

  /** Looks and decides. What is the same as before is seen without a thought of its own. */
  async think(): Promise<void> {
    this.done.thoughts += 1;
    await pause(acts.thought);
  }

  async press(key: string): Promise<void> {
    await this.#reach("keyboard");
    await pause(acts.key);
    await this.page.keyboard.press(key);
    this.done.keys += 1;
  }

  async click(row: number, col: number): Promise<void> {
    await this.#reach("mouse");
    await pause(acts.pointing);
    await this.page.mouse.click(...this.placeOf(row, col), { delay: acts.button });
    this.done.clicks += 1;
  }

  /** Draws from one tile to the other with the button held. */
  async stroke(
    from: { row: number; col: number },
    to: { row: number; col: number },
  ): Promise<void> {
    await this.#reach("mouse");
    await pause(acts.pointing);
    await this.page.mouse.move(...this.placeOf(from.row, from.col));
    await this.page.mouse.down();
    await pause(acts.button);
    for (const tile of tilesBetween(from, to)) {
      await pause(strokeStepMs);
      await this.page.mouse.move(...this.placeOf(tile.row, tile.col));
    }
    await pause(acts.button);
    await this.page.mouse.up();
    this.done.strokes += 1;
  }
}
