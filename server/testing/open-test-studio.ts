import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Me } from "@/lib/contracts/auth";
import { newId } from "@/lib/new-id";
import { permissionsOf } from "../auth/permissions";

/**
 * Gives this test process a home folder of its own with an empty, migrated database. To be called
 * before anything reads the environment: the settings of a process are read once.
 */
export async function openTestStudio(
  env: Record<string, string> = {},
): Promise<{ home: string; close: () => void }> {
  const home = mkdtempSync(path.join(os.tmpdir(), "tilewright-test-"));
  Object.assign(process.env, { TILEWRIGHT_HOME: home, ...env });
  const { migrate } = await import("../db/migrate");
  await migrate();
  return {
    home,
    close: () => {
      rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

/** A person with a row of their own. */
export async function insertTestUser(name = "Ada"): Promise<Me> {
  const { getDb } = await import("../db/client");
  const id = `user-${name.toLowerCase()}-${Math.random().toString(36).slice(2, 8)}`;
  await getDb()
    .insertInto("user")
    .values({
      id,
      name,
      email: `${id}@example.org`,
      emailVerified: 1,
      image: null,
      role: "researcher",
      active: 1,
      createdAt: new Date().toISOString(),
      updatedAt: new Date().toISOString(),
    })
    .execute();
  return {
    id,
    name,
    email: `${id}@example.org`,
    role: "researcher",
    active: true,
    mustChangePassword: false,
    createdAtMs: Date.now(),
    permissions: permissionsOf("researcher"),
  };
}

const colours = ["#1f78b4", "#33a02c", "#e31a1c", "#ff7f00", "#6a3d9a", "#b15928"];

/** A project with classes named A, B, C, ...; the last one may be archived. */
export async function insertTestProject(
  options: { classes?: number; archiveLast?: boolean; tileSizePx?: number } = {},
): Promise<{ projectId: string; classIds: string[] }> {
  const { getDb } = await import("../db/client");
  const projectId = newId("project");
  const count = options.classes ?? 3;
  const classIds = Array.from({ length: count }, () => newId("class"));
  const nowMs = Date.now();
  await getDb()
    .insertInto("project")
    .values({
      id: projectId,
      name: "Test project",
      description: "",
      tile_size_px: options.tileSizePx ?? 64,
      simulated: 0,
      created_by: null,
      created_at_ms: nowMs,
      updated_at_ms: nowMs,
    })
    .execute();
  await getDb()
    .insertInto("class")
    .values(
      classIds.map((id, index) => ({
        id,
        project_id: projectId,
        class_index: index,
        position: index,
        name: String.fromCharCode(65 + index),
        colour: colours[index % colours.length] as string,
        key: String(index + 1),
        archived: options.archiveLast && index === count - 1 ? 1 : 0,
      })),
    )
    .execute();
  return { projectId, classIds };
}

export interface TestSceneOptions {
  rows?: number;
  cols?: number;
  tileSizePx?: number;
  dtype?: string;
  bandCount?: number;
  /** Chips on the sheet; makes the scene a contact sheet. */
  chips?: number;
  widthPx?: number;
  heightPx?: number;
  name?: string;
}

/** The row of a scene; its raster, where a test needs one, is written by the test itself. */
export async function insertTestScene(
  projectId: string,
  options: TestSceneOptions = {},
): Promise<string> {
  const { getDb } = await import("../db/client");
  const { rasterFactsSchema } = await import("@/lib/contracts/scenes");
  const { rows = 10, cols = 10, tileSizePx = 64, bandCount = 3, dtype = "uint8" } = options;
  const sceneId = newId("scene");
  const widthPx = options.widthPx ?? cols * tileSizePx;
  const heightPx = options.heightPx ?? rows * tileSizePx;
  const facts = rasterFactsSchema.parse({
    widthPx,
    heightPx,
    bandCount,
    dtype,
    nodata: null,
    hasMask: false,
    crs: { code: null, wkt: null, proj4: null, unit: "px" },
    transform: [1, 0, 0, 0, -1, 0],
    extent: [0, -heightPx, widthPx, 0],
    groundSampleMeters: null,
    extentLonLat: null,
    bands: Array.from({ length: bandCount }, (_, band) => ({
      index: band + 1,
      name: `Band ${band + 1}`,
      description: null,
      colour: null,
      min: 0,
      max: 1000,
      mean: 500,
      standardDeviation: 100,
      p1: 10,
      p2: 20 + band,
      p50: 500,
      p98: 980 + band,
      p99: 990,
      validFraction: 1,
      histogram: { low: 0, high: 1000, counts: [1] },
    })),
    byteSize: 1,
    sha256: "0".repeat(64),
    notes: [],
    simulated: false,
  });
  const chips = options.chips;
  await getDb()
    .insertInto("scene")
    .values({
      id: sceneId,
      project_id: projectId,
      name: options.name ?? `Scene ${sceneId.slice(-4)}`,
      kind: chips === undefined ? "raster" : "chips",
      tile_size_px: tileSizePx,
      grid_rows: rows,
      grid_cols: cols,
      tile_count: chips ?? rows * cols,
      facts_json: JSON.stringify(facts),
      chips_json:
        chips === undefined
          ? null
          : JSON.stringify({
              count: chips,
              cellSizePx: tileSizePx,
              columns: cols,
              rows,
              classes: [],
              splits: [],
            }),
      imported_by: null,
      created_at_ms: Date.now(),
    })
    .execute();
  return sceneId;
}
