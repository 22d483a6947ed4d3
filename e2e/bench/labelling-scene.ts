import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { type ApiClient, createApiClient } from "@/lib/api-client";
import type { ImportSource } from "@/lib/contracts/scenes";
import { makeRaster } from "../made-raster";

/** 317 x 317 tiles of 8 px: just over 100,000. */
export const benchTilesPerSide = 317;
const benchTilePx = 8;
const classCount = 10;
const editsPerBatch = 20_000;

export type BenchScene = { projectId: string; sceneId: string; tilesPerSide: number };

/** A smooth picture with enough detail that compression and decoding do their usual work. */
function makePicture(sidePx: number): Uint8Array {
  const pixels = new Uint8Array(sidePx * sidePx * 3);
  for (let row = 0, at = 0; row < sidePx; row += 1) {
    for (let col = 0; col < sidePx; col += 1, at += 3) {
      const wave = 90 + 60 * Math.sin(row / 47) * Math.cos(col / 61);
      const grain = ((row * 7919 + col * 104_729) % 97) / 4;
      pixels[at] = wave + grain;
      pixels[at + 1] = wave * 0.9 + grain + 20;
      pixels[at + 2] = 140 - wave * 0.5 + grain;
    }
  }
  return pixels;
}

async function upload(studioUrl: string, key: string, bytes: Uint8Array): Promise<string> {
  const headers = { authorization: `Bearer ${key}`, "tus-resumable": "1.0.0" };
  const made = await fetch(`${studioUrl}/api/uploads`, {
    method: "POST",
    headers: {
      ...headers,
      "upload-length": String(bytes.byteLength),
      "upload-metadata": `filename ${btoa("bench.tif")}`,
    },
  });
  const place = made.headers.get("location");
  if (!place) throw new Error(`The upload was refused: ${made.status} ${await made.text()}`);
  const sent = await fetch(new URL(place, studioUrl), {
    method: "PATCH",
    headers: {
      ...headers,
      "upload-offset": "0",
      "content-type": "application/offset+octet-stream",
    },
    body: new Uint8Array(bytes),
  });
  if (!sent.ok) throw new Error(`The upload failed: ${sent.status} ${await sent.text()}`);
  return place.split("/").at(-1) as string;
}

function openApi(studioUrl: string, key: string): ApiClient {
  return createApiClient(`${studioUrl}/api`, { authorization: `Bearer ${key}` });
}

function createBenchProject(api: ApiClient, name: string, tileSizePx: number) {
  return api.projects.create({
    name: `${name} ${new Date().toISOString().slice(0, 19)}`,
    tileSizePx,
    classes: Array.from({ length: classCount }, (_, index) => ({
      name: `Class ${index + 1}`,
      colour: `#${((index * 2_654_435 + 0x336699) & 0xffffff).toString(16).padStart(6, "0")}`,
      key: String((index + 1) % 10),
    })),
  });
}

async function importRaster(api: ApiClient, projectId: string, source: ImportSource) {
  const { jobId } = await api.scenes.import({ projectId, kind: "raster", name: "bench", source });
  for (;;) {
    const job = await api.jobs.get({ jobId });
    if (job.status === "finished") break;
    if (job.problem) throw new Error(`The import failed: ${job.problem.message}`);
    await pause(250);
  }
  const [scene] = await api.scenes.list({ projectId });
  if (!scene) throw new Error("The import left no scene.");
  return scene;
}

/** Imports a scene of 100,489 tiles and labels every one of them through the API. */
export async function makeBenchScene(studioUrl: string, key: string): Promise<BenchScene> {
  const api = openApi(studioUrl, key);
  const sidePx = benchTilesPerSide * benchTilePx;
  const project = await createBenchProject(api, "Labelling bench", benchTilePx);
  const file = makeRaster(makePicture(sidePx), sidePx);
  // Seconds went by without a turn of the event loop: let it see which connections were closed.
  await pause(100);
  const uploadId = await upload(studioUrl, key, file);
  const scene = await importRaster(api, project.id, { from: "upload", uploadId });
  await labelEveryTile(api, project, scene);
  return { projectId: project.id, sceneId: scene.id, tilesPerSide: benchTilesPerSide };
}

/** Imports a file of an import folder; every tile is labelled where that is asked for. */
export async function makeSceneOfFile(
  studioUrl: string,
  key: string,
  path: string,
  { tileSizePx, isLabelled }: { tileSizePx: number; isLabelled: boolean },
): Promise<BenchScene> {
  const api = openApi(studioUrl, key);
  const project = await createBenchProject(api, "Large scene bench", tileSizePx);
  const scene = await importRaster(api, project.id, { from: "folder", path });
  if (isLabelled) await labelEveryTile(api, project, scene);
  return { projectId: project.id, sceneId: scene.id, tilesPerSide: scene.gridCols };
}

async function labelEveryTile(
  api: ApiClient,
  project: { classes: readonly { id: string }[] },
  scene: { id: string; tileCount: number; gridCols: number },
): Promise<void> {
  for (let start = 0; start < scene.tileCount; start += editsPerBatch) {
    const count = Math.min(editsPerBatch, scene.tileCount - start);
    await api.labels.apply({
      batchId: randomUUID(),
      sceneId: scene.id,
      edits: Array.from({ length: count }, (_, offset) => {
        const cell = start + offset;
        const row = Math.floor(cell / scene.gridCols);
        const col = cell % scene.gridCols;
        const patch = (Math.floor(row / 12) * 5 + Math.floor(col / 9) * 3) % classCount;
        return { row, col, classId: project.classes[patch]?.id ?? null };
      }),
    });
  }
}
