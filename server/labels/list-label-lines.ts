import { rasterFactsSchema } from "@/lib/contracts/scenes";
import { tileCentre, tileOfIndex } from "@/lib/geo/grid";
import { toCsvLine } from "../csv";
import { getDb } from "../db/client";
import { getSceneRow } from "../scenes/queries";

const linesPerPart = 2000;

/** The labels of a scene as CSV: who gave which class to which tile, and where it lies. */
export async function* listLabelLines(sceneId: string): AsyncGenerator<string> {
  const scene = await getSceneRow(sceneId);
  const { transform } = rasterFactsSchema.parse(JSON.parse(scene.facts_json));
  const rows = await getDb()
    .selectFrom("label")
    .innerJoin("class", "class.id", "label.class_id")
    .leftJoin("user", "user.id", "label.author_id")
    .select(["tile_index", "class.name as class", "user.name as author", "at_ms"])
    .where("label.scene_id", "=", sceneId)
    .orderBy("tile_index")
    .execute();
  yield "row,col,class,author,labelledAt,x,y\n";
  for (let first = 0; first < rows.length; first += linesPerPart) {
    yield rows
      .slice(first, first + linesPerPart)
      .map((label) => {
        const { row, col } = tileOfIndex(label.tile_index, scene.grid_cols);
        const grid = { transform, tileSizePx: scene.tile_size_px };
        const [x, y] = tileCentre(grid, { row, col });
        const at = new Date(label.at_ms).toISOString();
        return `${toCsvLine([row, col, label.class, label.author ?? "", at, x, y])}\n`;
      })
      .join("");
  }
}
