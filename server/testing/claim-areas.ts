import { claimArea } from "../areas/claim-area";
import { insertTestUser } from "./open-test-studio";

/**
 * Takes areas of a scene until none is left, releasing none, and prints their ids: one of several
 * processes that do so at the same time.
 *
 *   node --import tsx server/testing/claim-areas.ts SCENE NAME
 */
async function main(): Promise<void> {
  const [, , sceneId = "", name = ""] = process.argv;
  const taken: string[] = [];
  for (;;) {
    // Everybody takes one only: their next comes when it is finished.
    const area = await claimArea({ sceneId }, await insertTestUser(name));
    if (!area) break;
    taken.push(area.id);
  }
  console.log(JSON.stringify(taken));
}

await main();
