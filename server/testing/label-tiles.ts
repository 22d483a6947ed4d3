import { randomUUID } from "node:crypto";
import { applyLabels } from "../labels/apply-labels";

/**
 * Labels the first tiles of a scene's first row one after the other, as somebody who has seen nothing
 * of what others do, and prints how many conflicts that gave: one of several processes that do so at
 * the same time.
 *
 *   node --import tsx server/testing/label-tiles.ts SCENE USER CLASS COUNT
 */
async function main(): Promise<void> {
  const [, , sceneId = "", userId = "", classId = "", count = "0"] = process.argv;
  let conflicts = 0;
  for (let col = 0; col < Number(count); col += 1) {
    const edits = [{ row: 0, col, classId }];
    const batch = { batchId: randomUUID(), sceneId, seenRevision: 0, edits };
    const answer = await applyLabels(batch, { id: userId });
    conflicts += answer.conflicts?.length ?? 0;
  }
  console.log(JSON.stringify({ conflicts }));
}

await main();
