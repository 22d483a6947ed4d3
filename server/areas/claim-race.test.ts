import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { makeTestHome } from "../testing/home";
import { insertTestProject, insertTestScene, insertTestUser } from "../testing/open-test-studio";
import { divideScene } from "./divide-scene";

let home: string;

beforeAll(async () => {
  home = await makeTestHome();
});

describe("taking areas from several processes at once", () => {
  it("never gives one to two people", async () => {
    const ada = await insertTestUser("Ada");
    const { projectId } = await insertTestProject();
    const sceneId = await insertTestScene(projectId, { rows: 6, cols: 6 });
    await divideScene({ sceneId, rowsPerArea: 1, colsPerArea: 1, leaseMinutes: 60 }, ada);
    const claim = (name: string) =>
      promisify(execFile)(
        process.execPath,
        [
          ...["--conditions=react-server", "--import", "tsx"],
          ...["server/testing/claim-areas.ts", sceneId, name],
        ],
        { env: { ...process.env, TILEWRIGHT_HOME: home } },
      );
    const outputs = await Promise.all([claim("Bob"), claim("Cleo")]);
    const taken = outputs.flatMap(({ stdout }) => JSON.parse(stdout) as string[]);
    expect(taken).toHaveLength(36);
    expect(new Set(taken).size).toBe(36);
  }, 120_000);
});
