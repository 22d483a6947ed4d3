import os from "node:os";
import { parseArgs } from "node:util";
import { findFreePort, Studio } from "../../e2e/studio";
import { Analyst } from "./analyst";

/**
 * Many people label one scene at once, over HTTP, each with a live stream open. Prints JSON: how long
 * an edit takes to be acknowledged and to be seen by the others, and whether every edit is in the
 * history exactly once and every stream heard every change.
 *
 *   node --conditions=react-server --import tsx server/bench/analysts.ts --seconds 300
 *
 * The goal is 30 people, 5 edits a second each, for 300 seconds.
 */
const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "20" },
    analysts: { type: "string", default: "30" },
    rate: { type: "string", default: "5" },
  },
});
const seconds = Math.min(3600, Number(values.seconds));
const analystCount = Math.min(200, Number(values.analysts));
const perSecond = Number(values.rate);
const gridCols = 500;
const sharedCount = 50;
/** Each stream breaks off once in so many edits, and goes on behind its last event. */
const reconnectEvery = 50;
const password = "correct horse battery";

async function main(): Promise<void> {
  const studio = new Studio();
  Object.assign(process.env, { TILEWRIGHT_HOME: studio.home, TILEWRIGHT_LOG: "error" });
  try {
    studio.port = await findFreePort();
    studio.prepare();
    await studio.startWeb();
    const analysts = await openAnalysts(studio.url);
    await Promise.all(analysts.map((one) => one.listen()));
    const work = await labelFor(analysts);
    await Promise.all(analysts.map((one) => one.settled()));
    // The last events are on their way still.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const check = await checkHistory(analysts);
    for (const one of analysts) one.close();
    console.log(JSON.stringify(report(analysts, work, check)));
  } finally {
    await studio.stop();
  }
}

async function openAnalysts(url: string): Promise<Analyst[]> {
  const { insertUser } = await import("../auth/insert-user");
  const { insertTestProject, insertTestScene } = await import("../testing/open-test-studio");
  const rowsEach = Math.ceil((seconds * perSecond) / gridCols) + 1;
  const { projectId, classIds } = await insertTestProject({ classes: 6 });
  const rows = 1 + analystCount * rowsEach;
  const sceneId = await insertTestScene(projectId, { rows, cols: gridCols, tileSizePx: 8 });
  const analysts: Analyst[] = [];
  for (let place = 0; place < analystCount; place += 1) {
    const email = `analyst-${place}@example.org`;
    await insertUser({ name: `Analyst ${place}`, email, password, role: "analyst" });
    const first = (1 + place * rowsEach) * gridCols;
    analysts.push(
      new Analyst({
        ...{ url, credentials: await signIn(url, email), sceneId, projectId, gridCols, classIds },
        ownTiles: Array.from({ length: rowsEach * gridCols }, (_, at) => first + at),
        sharedTiles: Array.from({ length: sharedCount }, (_, at) => at),
      }),
    );
  }
  return analysts;
}

async function signIn(url: string, email: string): Promise<Record<string, string>> {
  const response = await fetch(`${url}/api/auth/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: url },
    body: JSON.stringify({ email, password }),
  });
  if (!response.ok) throw new Error(`Signing in: ${response.status} ${await response.text()}`);
  const cookies = response.headers.getSetCookie().map((one) => one.split(";")[0]);
  return { cookie: cookies.join("; "), origin: url };
}

/** Everybody labels at an even pace, out of step with the others. */
async function labelFor(analysts: readonly Analyst[]): Promise<{ elapsedMs: number }> {
  const stepMs = 1000 / perSecond;
  const turns = Math.round(seconds * perSecond);
  const startMs = performance.now();
  await Promise.all(
    analysts.map(async (one, place) => {
      for (let turn = 0; turn < turns; turn += 1) {
        const dueMs = startMs + (turn + place / analysts.length) * stepMs;
        await new Promise((resolve) => setTimeout(resolve, dueMs - performance.now()));
        one.label(turn);
        const isBroken = turn % reconnectEvery === place % reconnectEvery && turn > reconnectEvery;
        if (isBroken) void one.reconnect();
      }
    }),
  );
  return { elapsedMs: performance.now() - startMs };
}

/** Compares what everybody sent with what the database holds. */
async function checkHistory(analysts: readonly Analyst[]) {
  const { getDb } = await import("../db/client");
  const batches = await getDb()
    .selectFrom("label_batch")
    .select(["id", "revision", "changed_count", "conflicts_json"])
    .execute();
  const events = await getDb()
    .selectFrom("label_event")
    .select(["batch_id", "tile_index", "to_class_id", "kind"])
    .execute();
  const batchOf = new Map(batches.map((batch) => [batch.id, batch]));
  const written = new Map<string, number>();
  for (const event of events) {
    if (event.kind === "settled") continue;
    const key = `${event.batch_id} ${event.tile_index} ${event.to_class_id}`;
    written.set(key, (written.get(key) ?? 0) + 1);
  }
  let lost = 0;
  let twice = 0;
  for (const edit of analysts.flatMap((one) => one.edits)) {
    const batch = batchOf.get(edit.batchId);
    const count = written.get(`${edit.batchId} ${edit.tileIndex} ${edit.classId}`) ?? 0;
    // A tile that had that class already, or that very answer, is acknowledged and changes nothing.
    const isThere = count > 0 || batch?.changed_count === 0;
    if (!isThere || edit.acknowledgedAfterMs === null) lost += 1;
    if (count > 1) twice += 1;
  }
  const revision = Math.max(...batches.map((batch) => batch.revision));
  const unheard = analysts.map((one) => revision - one.heardAtMs.size);
  return { lost, twice, batches: batches.length, revision, mostUnheard: Math.max(...unheard) };
}

function report(
  analysts: readonly Analyst[],
  { elapsedMs }: { elapsedMs: number },
  check: Awaited<ReturnType<typeof checkHistory>>,
) {
  const edits = analysts.flatMap((one) => one.edits);
  return {
    analysts: analystCount,
    editsPerSecond: Math.round((edits.length / elapsedMs) * 1000),
    seconds,
    edits: edits.length,
    acknowledged: percentiles(edits.flatMap((edit) => edit.acknowledgedAfterMs ?? [])),
    seenByOthers: percentiles(heardAfterMs(analysts)),
    conflicts: edits.filter((edit) => edit.isConflict).length,
    refused: analysts.reduce((sum, one) => sum + one.failures, 0),
    reconnections: analysts.reduce((sum, one) => sum + one.reconnections, 0),
    announced: analysts.reduce((sum, one) => sum + one.presenceCount, 0),
    ...check,
    load: Number(os.loadavg()[0]?.toFixed(1)),
  };
}

/** From the moment an edit is made until each of the others hears of it. */
function heardAfterMs(analysts: readonly Analyst[]): number[] {
  return analysts.flatMap((author) =>
    author.edits.flatMap(({ revision, madeAtMs }) =>
      analysts.flatMap((other) => {
        const heardAtMs = revision === null ? undefined : other.heardAtMs.get(revision);
        return other === author || heardAtMs === undefined ? [] : [heardAtMs - madeAtMs];
      }),
    ),
  );
}

function percentiles(durations: number[]) {
  const sorted = durations.toSorted((a, b) => a - b);
  const at = (share: number) =>
    Number((sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(1));
  return { p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99), mostMs: at(1) };
}

await main();
