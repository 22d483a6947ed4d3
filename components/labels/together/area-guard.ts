import type { Area } from "@/lib/contracts/areas";
import { tileOfIndex } from "@/lib/geo/grid";
import { isTileIn } from "@/lib/geo/rectangle";
import type { ActName } from "../label-session-options";
import { ValueStore } from "../value-store";

/** An act that reaches into areas of others. */
export type AskedAct = {
  act: ActName;
  cells: number[];
  bytes: Uint8Array;
  /** The areas that it reaches into. */
  areas: readonly Area[];
  /** How many of its tiles lie there. */
  insideCount: number;
  /** It may not be done at all. */
  strict: boolean;
};

/**
 * Stands before every act: asks before somebody labels in an area that another person holds, once
 * for each area, and says no where the project is strict. The server has the last word.
 */
export class AreaGuard {
  readonly asked = new ValueStore<AskedAct | null>(null);
  readonly #allowed = new Set<string>();
  #areas: readonly Area[] = [];
  #strict = false;
  #userId = "";
  #gridCols = 1;

  setAreas(
    areas: readonly Area[],
    { strict, userId, gridCols }: { strict: boolean; userId: string; gridCols: number },
  ): void {
    this.#areas = areas;
    this.#strict = strict;
    this.#userId = userId;
    this.#gridCols = gridCols;
  }

  /** For LabelSession: false holds the act back and asks. */
  mayLabel = (act: ActName, cells: ArrayLike<number>, bytes: Uint8Array): boolean => {
    const nowMs = Date.now();
    const others = this.#areas.filter(
      (area) =>
        area.holder !== null &&
        area.holder.id !== this.#userId &&
        (area.leaseUntilMs ?? 0) > nowMs &&
        (this.#strict || !this.#allowed.has(area.id)),
    );
    if (others.length === 0) return true;
    const touched = new Set<Area>();
    let insideCount = 0;
    for (let at = 0; at < cells.length; at += 1) {
      const tile = tileOfIndex(cells[at] as number, this.#gridCols);
      const area = others.find((one) => isTileIn(one, tile));
      if (!area) continue;
      touched.add(area);
      insideCount += 1;
    }
    if (insideCount === 0) return true;
    this.asked.set({
      act,
      cells: Array.from(cells),
      bytes: bytes.slice(),
      areas: [...touched],
      insideCount,
      strict: this.#strict,
    });
    return false;
  };

  /** The person said yes: not asked again for these areas while the page is open. */
  allow(areas: readonly Area[]): void {
    for (const area of areas) this.#allowed.add(area.id);
  }
}
