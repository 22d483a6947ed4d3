import { readFileSync } from "node:fs";
import process from "node:process";
import { setTimeout as pause } from "node:timers/promises";
import type { ApiClient } from "@/lib/api-client";
import { Studio, until } from "../studio";

/**
 * The web server's memory while it is used for an hour: pages, lists, label edits, imagery by byte
 * range, thumbnails, and event streams that open and break off. Prints one line of JSON.
 *
 *   node --import tsx e2e/bench/soak.bench.ts [MINUTES]
 */

const minutes = Number(process.argv[2] ?? 60);
const readsEveryMs = 60_000;
const roundsPauseMs = 1000;

function readMemoryMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Math.round(Number(status.match(/VmRSS:\s+(\d+)/)?.[1] ?? 0) / 1000);
}

/** Listens to a project for some seconds, as a tab does that is opened and closed. */
async function listenFor(studio: Studio, key: string, projectId: string, ms: number) {
  const topics = new URLSearchParams({ "topics[0]": "jobs", "topics[1]": `project:${projectId}` });
  const response = await fetch(`${studio.url}/api/events?${topics}`, {
    headers: { authorization: `Bearer ${key}` },
    signal: AbortSignal.timeout(ms),
  });
  if (!response.ok) throw new Error(`The stream was refused: ${response.status}`);
  await response.text().catch(() => "");
}

/** One round of what people do. @returns Answers got. */
async function doOneRound(
  studio: Studio,
  client: ApiClient,
  key: string,
  round: number,
): Promise<number> {
  const [project] = await client.projects.list();
  if (!project) throw new Error("The demonstration project is gone.");
  const [scene] = await client.scenes.list({ projectId: project.id });
  if (!scene) throw new Error("The demonstration scene is gone.");
  const get = async (path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`${studio.url}${path}`, {
      headers: { authorization: `Bearer ${key}`, ...headers },
    });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    await response.arrayBuffer();
  };
  const begin = (round * 65_536) % 4_000_000;
  await get(`/projects/${project.id}/label?scene=${scene.id}`);
  await get(`/projects/${project.id}/runs`);
  await get(`/api/scenes/${scene.id}/raster`, { range: `bytes=${begin}-${begin + 262_143}` });
  await get(`/api/scenes/${scene.id}/thumbnail`);
  await client.labels.apply({
    batchId: crypto.randomUUID(),
    sceneId: scene.id,
    edits: [{ row: round % 32, col: round % 31, classId: project.classes[round % 3]?.id ?? null }],
  });
  await client.jobs.list({});
  return 8;
}

const studio = new Studio({ TILEWRIGHT_DEMO: "on" });
try {
  const { client, key } = await studio.createClient(await studio.start());
  const project = await until(
    async () => (await client.projects.list()).find((one) => one.labelledCount > 0),
    "the demonstration project",
  );
  const endMs = Date.now() + minutes * 60_000;
  const memoryMb: number[] = [];
  let [answers, streams, nextReadMs] = [0, 0, 0];
  for (let round = 0; Date.now() < endMs; round += 1) {
    answers += await doOneRound(studio, client, key, round);
    if (round % 5 === 0) {
      streams += 1;
      listenFor(studio, key, project.id, 5000).catch((error) => {
        if (error.name !== "TimeoutError") throw error;
      });
    }
    if (Date.now() >= nextReadMs) {
      memoryMb.push(readMemoryMb(studio.webPid));
      nextReadMs = Date.now() + readsEveryMs;
    }
    await pause(roundsPauseMs);
  }
  memoryMb.push(readMemoryMb(studio.webPid));
  console.log(
    JSON.stringify({
      bench: "soak",
      minutes,
      answers,
      streams,
      memoryMb,
      goals: { memoryMb: 400 },
    }),
  );
} finally {
  await studio.stop();
}
