import { listBaseModels } from "../base-models/list-base-models";
import { migrate } from "../db/migrate";
import { log } from "../log";
import { findLaneLimits } from "./lane-limits";
import { prepareStart } from "./prepare-start";
import { endPresence, newWorkerId } from "./presence";
import { Worker } from "./worker";

/** Less than what `npm start` waits before it ends us by force. */
const stopWaitMs = 6_000;

await migrate();
const worker = new Worker(newWorkerId(), findLaneLimits());

let stopping = false;
async function stop(signal: string): Promise<void> {
  if (stopping) return;
  stopping = true;
  log.info("The worker stops.", { signal });
  await worker.stop(stopWaitMs);
  await endPresence(worker.id).catch((error) =>
    log.warn("The worker did not sign off.", { error }),
  );
  process.exit(0);
}

process.on("SIGTERM", () => stop("SIGTERM"));
process.on("SIGINT", () => stop("SIGINT"));
process.on("unhandledRejection", (error) => log.error("Something was not awaited.", { error }));

await prepareStart(worker.id);
worker.start();
log.info("The worker is ready.", { workerId: worker.id, pid: process.pid });

// Looking into a base model starts Python, which takes seconds: `--warm` does it before a form asks.
if (process.argv.includes("--warm")) {
  listBaseModels().catch((error) => log.warn("The base models could not be described.", { error }));
}
