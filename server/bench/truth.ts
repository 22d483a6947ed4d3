import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { insertTruthReading } from "../testing/insert-truth-reading";
import {
  insertTestProject,
  insertTestScene,
  insertTestUser,
  openTestStudio,
} from "../testing/open-test-studio";

/**
 * A million tiles labelled from a file by one process, and taken back, while another labels single
 * tiles of the same scene. Prints JSON: how long the act took, and how long the others waited.
 *
 *   node --conditions=react-server --import tsx server/bench/truth.ts
 */
const side = 1000;
const betweenEditsMs = 50;

interface Work {
  what: "apply" | "revert";
  home: string;
  plan: { readingId: string; mapping: { value: string; classId: string }[] };
  act: { sceneId: string; actId: string; authorId: string };
}

/** The other process: does the act and ends. */
async function doWork({ what, home, plan, act }: Work): Promise<void> {
  Object.assign(process.env, { TILEWRIGHT_HOME: home });
  if (what === "revert") {
    const { listActBatches, takeBackAct } = await import("../labels/take-back-act");
    await takeBackAct(act, await listActBatches(act.sceneId, act.actId));
    return;
  }
  const { getReading } = await import("../truth/reading-files");
  const { settlePlan } = await import("../truth/settle-plan");
  const { writeTruth } = await import("../truth/write-truth");
  const { reading } = await getReading(plan.readingId);
  const mapping = plan.mapping.map(({ value, classId }) => ({
    value,
    to: { as: "class" as const, classId },
  }));
  const settled = await settlePlan(
    { readingId: plan.readingId, mapping, minShare: 0.5, keepLabelled: true },
    reading,
  );
  await writeTruth(
    { ...act, keepsLabelled: true },
    settled,
    new AbortController().signal,
    () => {},
  );
}

async function measure(work: Work, edit: () => Promise<unknown>) {
  const startedMs = performance.now();
  const words = ["--conditions=react-server", "--import", "tsx", fileURLToPath(import.meta.url)];
  const child = spawn(process.execPath, [...words, JSON.stringify(work)], { stdio: "inherit" });
  const ended = once(child, "exit").then(([code]) => {
    if (code !== 0) throw new Error(`The act ended with ${code}.`);
    return true;
  });
  const waits: number[] = [];
  for (let isOver = false; !isOver; ) {
    const beforeMs = performance.now();
    await edit();
    waits.push(performance.now() - beforeMs);
    isOver = await Promise.race([ended, setTimeout(betweenEditsMs, false)]);
  }
  const seconds = (performance.now() - startedMs) / 1000;
  waits.sort((a, b) => a - b);
  const at = (share: number) =>
    Number((waits[Math.floor(share * (waits.length - 1))] ?? 0).toFixed(1));
  return {
    seconds: Number(seconds.toFixed(1)),
    othersWaited: { edits: waits.length, p50Ms: at(0.5), p95Ms: at(0.95), maxMs: at(1) },
  };
}

async function main(): Promise<void> {
  const studio = await openTestStudio({ TILEWRIGHT_LOG: "error" });
  try {
    const { applyLabels } = await import("../labels/apply-labels");
    const ada = await insertTestUser();
    const bob = await insertTestUser("Bob");
    const { projectId, classIds } = await insertTestProject({ classes: 4 });
    const sceneId = await insertTestScene(projectId, { rows: side, cols: side, tileSizePx: 8 });
    const values = ["a", "b", "c"];
    const readingId = await insertTruthReading({ sceneId, readBy: ada.id }, values, side * side);
    const mapping = values.map((value, place) => ({ value, classId: classIds[place] as string }));
    const act = { sceneId, actId: randomUUID(), authorId: ada.id };
    const work = { home: studio.home, plan: { readingId, mapping }, act };
    let turn = 0;
    const edit = () => {
      turn += 1;
      const tile = (turn * 7919) % (side * side);
      const place = { row: Math.floor(tile / side), col: tile % side };
      const edits = [{ ...place, classId: classIds[3] as string }];
      return applyLabels({ batchId: randomUUID(), sceneId, act: "key", edits }, bob);
    };
    const apply = await measure({ ...work, what: "apply" }, edit);
    const revert = await measure({ ...work, what: "revert" }, edit);
    console.log(JSON.stringify({ tiles: side * side, apply, revert }));
  } finally {
    studio.close();
  }
}

const asked = process.argv[2];
await (asked ? doWork(JSON.parse(asked)) : main());
