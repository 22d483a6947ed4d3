import type { Scene } from "@/lib/contracts/scenes";
import { splitNames } from "./split-colours";
import type { Assignment } from "./split-picture";

/**
 * The part of every tile, read from a dataset's tiles.csv (sceneIndex,row,col,classIndex,split).
 *
 * @param sceneIds In the order of the dataset, which sceneIndex counts in.
 */
export function readAssignments(
  csv: string,
  sceneIds: readonly string[],
  scenes: readonly Scene[],
): Assignment[] {
  const byIndex = sceneIds.map((id): Assignment | null => {
    const scene = scenes.find((one) => one.id === id);
    if (!scene) return null;
    const { gridRows, gridCols } = scene;
    return { sceneId: id, gridRows, gridCols, plane: new Uint8Array(gridRows * gridCols) };
  });
  for (const line of csv.split("\n").slice(1)) {
    const [sceneIndex, row, col, , split] = line.split(",");
    const assignment = byIndex[Number(sceneIndex)];
    const part = (splitNames as readonly string[]).indexOf(split?.trim() ?? "");
    if (!assignment || part < 0) continue;
    assignment.plane[Number(row) * assignment.gridCols + Number(col)] = part + 1;
  }
  return byIndex.filter((one) => one !== null);
}
