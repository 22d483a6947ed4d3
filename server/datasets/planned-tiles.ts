import { setImmediate } from "node:timers/promises";
import type { RasterFacts } from "@/lib/contracts/scenes";
import type { Queryable } from "../db/client";
import { fillTiles } from "../db/label-statements";
import { readMostNamed } from "../db/review-statements";
import { findLabelPlane } from "../labels/get-label-plane";
import { partOf } from "./split-tiles";
import { joinTileTables, makeTileTable, type TileTable, unused } from "./tile-table";

export interface PlannedScene {
  id: string;
  name: string;
  isChips: boolean;
  tileSizePx: number;
  gridRows: number;
  gridCols: number;
  facts: RasterFacts;
}

const noClass = 255;

/**
 * The labelled tiles of scenes, from their label planes: those are kept from one preview to the next,
 * for as long as nobody labels.
 *
 * @param classes With their bytes in a plane.
 */
export async function readPlannedTiles(
  db: Queryable,
  scenes: readonly PlannedScene[],
  classes: readonly { id: string; byte: number; united: readonly { id: string; byte: number }[] }[],
  unsettled: "leave" | "most" = "leave",
): Promise<TileTable> {
  const positionOfByte = new Uint8Array(256).fill(noClass);
  classes.forEach(({ byte, united }, position) => {
    for (const own of [byte, ...united.map((one) => one.byte)]) positionOfByte[own] = position;
  });
  const byteOf = new Map(
    classes.flatMap((one) => [one, ...one.united]).map(({ id, byte }) => [id, byte]),
  );
  const tables: TileTable[] = [];
  for (const [position, scene] of scenes.entries()) {
    const importedParts = scene.isChips ? await readImportedParts(db, scene) : null;
    const mostNamed = unsettled === "most" ? await readMostNamed(db, scene.id) : [];
    const found = await findLabelPlane(scene.id);
    const plane = mostNamed.length === 0 ? found.plane : Uint8Array.from(found.plane);
    for (const { classId, tiles } of mostNamed) {
      fillTiles(plane, tiles, byteOf.get(classId) ?? 0, true);
    }
    tables.push(tilesOfPlane(plane, position, positionOfByte, importedParts));
    // Somebody else's turn between two scenes.
    await setImmediate();
  }
  return joinTileTables(tables);
}

function tilesOfPlane(
  plane: Uint8Array,
  scene: number,
  positionOfByte: Uint8Array,
  importedParts: Uint8Array | null,
): TileTable {
  let count = 0;
  for (const byte of plane) if (positionOfByte[byte] !== noClass) count += 1;
  const table = makeTileTable(count);
  table.scene.fill(scene);
  let tile = 0;
  for (let cell = 0; cell < plane.length; cell += 1) {
    const position = positionOfByte[plane[cell] as number] as number;
    if (position === noClass) continue;
    table.cell[tile] = cell;
    table.classIndex[tile] = position;
    table.labelByte[tile] = plane[cell] as number;
    if (importedParts) table.importedPart[tile] = importedParts[cell] as number;
    tile += 1;
  }
  return table;
}

async function readImportedParts(db: Queryable, scene: PlannedScene): Promise<Uint8Array> {
  const parts = new Uint8Array(scene.gridRows * scene.gridCols).fill(unused);
  const rows = await db
    .selectFrom("chip")
    .select(["tile_index", "split"])
    .where("scene_id", "=", scene.id)
    .execute();
  for (const { tile_index, split } of rows) parts[tile_index] = partOf(split);
  return parts;
}
