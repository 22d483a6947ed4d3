import { rasterFactsSchema } from "@/lib/contracts/scenes";
import { tileCentre, tileOfIndex } from "@/lib/geo/grid";
import { toSheetLine } from "../csv";
import { getDb } from "../db/client";
import { getSceneRow } from "../scenes/queries";

/** Read and sent at once: a million labels neither stand in memory nor hold up everybody else. */
const linesPerPart = 2000;

/**
 * The labels of a scene as CSV: who gave which class to which tile, and where it lies. Labels that
 * change while they are sent are sent as they are when their turn comes.
 */
export async function* listLabelLines(sceneId: string): AsyncGenerator<string> {
  const scene = await getSceneRow(sceneId);
  const { transform } = rasterFactsSchema.parse(JSON.parse(scene.facts_json));
  const grid = { transform, tileSizePx: scene.tile_size_px };
  yield "row,col,class,author,labelledAt,x,y,parent\n";
  for (let after = -1; ; ) {
    const rows = await readLabels(sceneId, after);
    const last = rows.at(-1);
    if (!last) return;
    after = last.tile_index;
    yield rows
      .map((label) => {
        const { row, col } = tileOfIndex(label.tile_index, scene.grid_cols);
        const [x, y] = tileCentre(grid, { row, col });
        const at = new Date(label.at_ms).toISOString();
        return `${toSheetLine([row, col, label.class, label.author ?? "", at, x, y, label.parent ?? ""])}\n`;
      })
      .join("");
  }
}

function readLabels(sceneId: string, afterTile: number) {
  return getDb()
    .selectFrom("label")
    .innerJoin("class", "class.id", "label.class_id")
    .leftJoin("class as above", "above.id", "class.parent_id")
    .leftJoin("user", "user.id", "label.author_id")
    .select([
      "tile_index",
      "class.name as class",
      "above.name as parent",
      "user.name as author",
      "at_ms",
    ])
    .where("label.scene_id", "=", sceneId)
    .where("tile_index", ">", afterTile)
    .orderBy("tile_index")
    .limit(linesPerPart)
    .execute();
}
