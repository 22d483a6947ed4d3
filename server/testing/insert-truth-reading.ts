import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

/**
 * A reading of a file that names the class of every tile: tile t has value t modulo the values.
 *
 * @returns Its id, as `readTruth` gives it.
 */
export async function insertTruthReading(
  { sceneId, readBy }: { sceneId: string; readBy: string },
  values: readonly string[],
  tiles: number,
): Promise<string> {
  const { enqueueJob } = await import("../jobs/enqueue-job");
  const { getDb, inTransaction } = await import("../db/client");
  const { homeFolders } = await import("../env");
  const { sentence } = await import("@/lib/i18n/sentence");
  const { getSceneRow } = await import("../scenes/queries");
  const source = { from: "folder" as const, path: "/truth.csv" };
  const read = { layer: null, attribute: "class", crs: null };
  const { project_id: projectId } = await getSceneRow(sceneId);
  const readingId = await inTransaction((trx) =>
    enqueueJob(trx, {
      kind: "truth.read",
      payload: { sceneId, source, fileName: "truth.csv", readBy, ...read },
      projectId,
      subjectId: sceneId,
      title: sentence("server.titles.readTruth", { name: "truth.csv" }),
      createdBy: readBy,
    }),
  );
  await getDb()
    .updateTable("job")
    .set({ status: "finished" })
    .where("id", "=", readingId)
    .execute();
  const folder = homeFolders.truth(readingId);
  await mkdir(folder, { recursive: true });
  const reading = {
    ...{ kind: "table", layers: [], layer: null, crs: null, notes: [] },
    attributes: [{ name: "class", examples: [...values] }],
    attribute: "class",
    values: values.map((value) => ({ value, count: Math.ceil(tiles / values.length) })),
  };
  await writeFile(path.join(folder, "reading.json"), JSON.stringify(reading));
  const counts = new Int32Array(3 * tiles);
  for (let tile = 0; tile < tiles; tile += 1) {
    counts.set([tile, tile % values.length, 1], 3 * tile);
  }
  await writeFile(path.join(folder, "counts.bin"), Buffer.from(counts.buffer));
  await writeFile(path.join(folder, "overlaps.bin"), "");
  return readingId;
}
