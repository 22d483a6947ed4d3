import type { Scene } from "@/lib/contracts/scenes";
import { tileIndex } from "@/lib/geo/grid";
import type { TileSelection } from "../tile-selection";
import type { Tile } from "../tools/tool";
import type { ValueStore } from "../value-store";
import type { Flags } from "./use-flags";

/** What keys do with flags: all picked out tiles, else the one under the cursor. */
export function flagCommands(
  flags: Flags,
  { cursor, selection }: { cursor: ValueStore<Tile>; selection: TileSelection },
  scene: Scene,
): { flag: () => void; commentFlag: () => void } {
  const cellOfCursor = () => tileIndex(cursor.get(), scene.gridCols);
  return {
    flag: () => {
      const picked = selection.snapshot();
      flags.toggle(picked.length > 0 ? picked : [cellOfCursor()]);
    },
    commentFlag: () => {
      flags.ask(cellOfCursor());
    },
  };
}
