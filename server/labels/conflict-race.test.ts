import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { getDb } from "../db/client";
import { makeTestHome } from "../testing/home";
import { insertTestProject, insertTestScene, insertTestUser } from "../testing/open-test-studio";

const tileCount = 40;
let home: string;

beforeAll(async () => {
  home = await makeTestHome();
});

describe("labelling the same tiles from two processes at once", () => {
  it("keeps both answers of every tile and tells one of the two", async () => {
    const [ada, bob] = [await insertTestUser("Ada"), await insertTestUser("Bob")];
    const { projectId, classIds } = await insertTestProject();
    const sceneId = await insertTestScene(projectId, { rows: 1, cols: tileCount });
    const label = async (userId: string, classId: string | undefined) => {
      const { stdout } = await promisify(execFile)(
        process.execPath,
        [
          ...["--conditions=react-server", "--import", "tsx", "server/testing/label-tiles.ts"],
          ...[sceneId, userId, classId ?? "", String(tileCount)],
        ],
        { env: { ...process.env, TILEWRIGHT_HOME: home } },
      );
      return (JSON.parse(stdout) as { conflicts: number }).conflicts;
    };
    const told = await Promise.all([label(ada.id, classIds[0]), label(bob.id, classIds[1])]);
    expect((told[0] ?? 0) + (told[1] ?? 0)).toBe(tileCount);
    const answers = await getDb()
      .selectFrom("opinion")
      .select(["tile_index", "author_id", "class_id"])
      .where("scene_id", "=", sceneId)
      .execute();
    const classOf = new Map([
      [ada.id, classIds[0]],
      [bob.id, classIds[1]],
    ]);
    expect(answers).toHaveLength(2 * tileCount);
    expect(answers.every((one) => classOf.get(one.author_id) === one.class_id)).toBe(true);
    const labels = await getDb().selectFrom("label").select("tile_index").execute();
    expect(labels).toEqual([]);
  }, 120_000);
});
