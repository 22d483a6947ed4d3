import { tileAddressSchema } from "@/lib/contracts/labels";
import type { Scene } from "@/lib/contracts/scenes";
import type { Tile } from "./tools/tool";
import { readRemembered } from "./workspace-settings";

export function cursorKey(scene: Scene): string {
  return `tilewright.label.cursor.${scene.id}`;
}

/** Where one left off; the middle of a new scene, whose corners are often empty. */
export function firstTile(scene: Scene): Tile {
  const tile = readRemembered(cursorKey(scene), tileAddressSchema);
  if (tile && tile.row < scene.gridRows && tile.col < scene.gridCols) return tile;
  if (scene.kind === "chips") return { row: 0, col: 0 };
  return { row: Math.floor(scene.gridRows / 2), col: Math.floor(scene.gridCols / 2) };
}
