import { existsSync, mkdirSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "@/lib/new-id";
import { getDb } from "../db/client";
import { makeTestHome } from "../testing/home";
import { insertTestProject, insertTestScene } from "../testing/open-test-studio";
import { sweepHome } from "./sweep-home";

const dayMs = 24 * 3600 * 1000;
let home: string;

beforeAll(async () => {
  home = await makeTestHome();
});

function makeFolder(name: string, ageMs: number): string {
  const folder = path.join(home, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "file"), "x");
  const atS = (Date.now() - ageMs) / 1000;
  utimesSync(folder, atS, atS);
  return folder;
}

describe("sweepHome", () => {
  it("removes old files of what is gone, and nothing that is in use or new", async () => {
    const { projectId } = await insertTestProject();
    const sceneId = await insertTestScene(projectId);
    const datasetId = newId("dataset");
    await getDb()
      .insertInto("dataset")
      .values({
        ...{ id: datasetId, project_id: projectId, name: "D", version: 1, dataset_json: "{}" },
        ...{ content_hash: "hash", created_by: null, created_at_ms: 1 },
      })
      .execute();
    const kept = [
      makeFolder(`scenes/${sceneId}`, 2 * dayMs),
      makeFolder(`label-rasters/${sceneId}`, 2 * dayMs),
      makeFolder(`datasets/${datasetId}`, 2 * dayMs),
      makeFolder("packs/hash", 2 * dayMs),
      makeFolder("packs/hash.lock", 2 * dayMs),
      makeFolder("packs/.hash-being-decoded", 0),
      makeFolder("datasets/dst_being_frozen.partial", 0),
    ];
    const gone = [
      makeFolder("scratch/job_that_died", 0),
      makeFolder("scenes/scn_without_row", 0),
      makeFolder("label-rasters/scn_deleted", 2 * dayMs),
      makeFolder("datasets/dst_deleted", 2 * dayMs),
      makeFolder("runs/run_deleted", 2 * dayMs),
      makeFolder("predictions/prd_deleted", 2 * dayMs),
      makeFolder("packs/other", 2 * dayMs),
      makeFolder("packs/.hash-cut-off", 2 * dayMs),
    ];
    await sweepHome();
    expect(gone.filter((folder) => existsSync(folder))).toEqual([]);
    expect(kept.filter((folder) => !existsSync(folder))).toEqual([]);
  });
});
