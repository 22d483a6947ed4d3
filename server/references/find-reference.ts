import { getDb } from "../db/client";
import { type Reference, referenceSchema } from "./reference";

/** Where the pixels of a scene lie; null: in the scene's own folder, or there is no such scene. */
export async function findReference(sceneId: string): Promise<Reference | null> {
  const row = await getDb()
    .selectFrom("scene")
    .select("reference_json")
    .where("id", "=", sceneId)
    .executeTakeFirst();
  return row?.reference_json ? referenceSchema.parse(JSON.parse(row.reference_json)) : null;
}
