import { randomUUID } from "node:crypto";
import {
  insertTestProject,
  insertTestScene,
  insertTestUser,
  openTestStudio,
} from "../testing/open-test-studio";

/**
 * Label writing and reading on a scene of a million labelled tiles, in a database of its own.
 * Prints JSON: milliseconds, median and 95th percentile.
 *
 *   node --import tsx server/bench/labels.ts
 */
async function measure(times: number, act: (turn: number) => Promise<unknown>) {
  const durations: number[] = [];
  for (let turn = 0; turn < times; turn += 1) {
    const startMs = performance.now();
    await act(turn);
    durations.push(performance.now() - startMs);
  }
  durations.sort((a, b) => a - b);
  const at = (share: number) => durations[Math.floor(share * (durations.length - 1))] as number;
  return { p50Ms: Number(at(0.5).toFixed(2)), p95Ms: Number(at(0.95).toFixed(2)), times };
}

async function main() {
  const studio = await openTestStudio();
  try {
    const { applyLabels } = await import("../labels/apply-labels");
    const { getLabelPlane } = await import("../labels/get-label-plane");
    const { keepPlane } = await import("../labels/plane-cache");
    const ada = await insertTestUser();
    const { projectId, classIds } = await insertTestProject({ classes: 6 });
    const side = 1000;
    const sceneId = await insertTestScene(projectId, { rows: side, cols: side, tileSizePx: 8 });
    const apply = (first: number, count: number, turn: number) =>
      applyLabels(
        {
          batchId: randomUUID(),
          sceneId,
          act: "brush",
          edits: Array.from({ length: count }, (_, offset) => ({
            row: Math.floor((first + offset) / side),
            col: (first + offset) % side,
            classId: classIds[(turn + offset) % 6] as string,
          })),
        },
        ada,
      );
    const fill = await measure(100, (turn) => apply(turn * 10_000, 10_000, turn));
    const again = await measure(20, (turn) => apply(turn * 10_000, 10_000, turn + 1));
    const single = await measure(200, (turn) => apply(turn * 977, 1, turn + 3));
    const planeFirst = await measure(5, () => {
      keepPlane(sceneId, -1, new Uint8Array(0));
      return getLabelPlane(sceneId);
    });
    const planeCached = await measure(20, () => getLabelPlane(sceneId));
    console.log(
      JSON.stringify({
        tiles: side * side,
        newBatchOf10000: fill,
        changedBatchOf10000: again,
        oneEdit: single,
        planeFromRows: planeFirst,
        planeFromCache: planeCached,
      }),
    );
  } finally {
    studio.close();
  }
}

await main();
