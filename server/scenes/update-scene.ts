import type { z } from "zod";
import { rasterFactsSchema, type Scene, type updateSceneInputSchema } from "@/lib/contracts/scenes";
import { inTransaction } from "../db/client";
import { getScene } from "./get-scene";
import { publishScene } from "./publish-scene";
import { getSceneRow } from "./queries";

type UpdateSceneInput = z.output<typeof updateSceneInputSchema>;

/** Renames a scene, or names its bands and their wavelengths. @throws AppError `not_found`. */
export async function updateScene(input: UpdateSceneInput): Promise<Scene> {
  const { sceneId } = input;
  await inTransaction(async (trx) => {
    const row = await getSceneRow(sceneId);
    await trx
      .updateTable("scene")
      .set({
        name: input.name ?? row.name,
        facts_json: input.bands ? withBandNames(row.facts_json, input.bands) : row.facts_json,
      })
      .where("id", "=", sceneId)
      .execute();
    await publishScene(trx, row.project_id, sceneId, "updated");
  });
  return getScene(sceneId);
}

function withBandNames(factsJson: string, named: NonNullable<UpdateSceneInput["bands"]>): string {
  const facts = rasterFactsSchema.parse(JSON.parse(factsJson));
  return JSON.stringify({
    ...facts,
    bands: facts.bands.map((band) => {
      const found = named.find((one) => one.index === band.index);
      return found ? { ...band, name: found.name, wavelengthNm: found.wavelengthNm } : band;
    }),
  });
}
