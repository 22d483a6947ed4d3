import path from "node:path";
import { z } from "zod";

/**
 * The only reader of process.env. Every variable has a default that works on a laptop; the README
 * lists them. A wrong value ends the start with one sentence.
 */
const envSchema = z.object({
  TILEWRIGHT_HOME: z.string().min(1).default("home").describe("Folder that holds all state."),
  TILEWRIGHT_HOST: z
    .string()
    .min(1)
    .default("127.0.0.1")
    .describe("Address the web server listens on."),
  TILEWRIGHT_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65535)
    .default(3000)
    .describe("Port the web server listens on."),
  TILEWRIGHT_URL: z
    .url()
    .optional()
    .describe("Address that browsers use, when a proxy stands in front."),
  TILEWRIGHT_PYTHON: z
    .string()
    .min(1)
    .default("server/trainer/.venv/bin/python")
    .describe("Python that runs the trainer."),
  TILEWRIGHT_IMPORT_FOLDERS: z
    .string()
    .default("")
    .describe("Colon-separated folders people may import from, besides those in the settings."),
  TILEWRIGHT_MODEL_FOLDERS: z
    .string()
    .default("")
    .describe("Colon-separated folders with base models, besides those in the settings."),
  TILEWRIGHT_MAX_UPLOAD_GB: z.coerce
    .number()
    .positive()
    .default(50)
    .describe("Largest upload, in gigabytes."),
  TILEWRIGHT_CPU_RUNS: z.coerce
    .number()
    .int()
    .min(1)
    .max(64)
    .default(1)
    .describe("Runs at once on a machine without a GPU."),
  TILEWRIGHT_MAX_WAITING_JOBS: z.coerce
    .number()
    .int()
    .min(1)
    .max(10_000)
    .default(100)
    .describe("Imports, runs, predictions or exports of one person that may wait at a time."),
  TILEWRIGHT_THREADS: z.coerce
    .number()
    .int()
    .min(1)
    .max(256)
    .optional()
    .describe("CPU threads of the trainer and of predictions."),
  TILEWRIGHT_PRIVATE_HOSTS: z
    .string()
    .default("")
    .describe("Comma-separated hosts of basemaps that may lie in a private network."),
  TILEWRIGHT_DEMO: z
    .enum(["on", "off"])
    .default("on")
    .describe("Make the demonstration project at the first start."),
  TILEWRIGHT_LOG: z
    .enum(["debug", "info", "warn", "error"])
    .default("info")
    .describe("How much is logged."),
});

export const envVariables = envSchema.shape;

function readEnv() {
  const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ""));
  const parsed = envSchema.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new Error(
      `The environment variable ${issue?.path.join(".")} is not right: ${issue?.message}`,
    );
  }
  const raw = parsed.data;
  const folders = (text: string) =>
    text
      .split(":")
      .filter(Boolean)
      .map((folder) => path.resolve(folder));
  const home = path.resolve(raw.TILEWRIGHT_HOME);
  return {
    home,
    databasePath: path.join(home, "tilewright.db"),
    presencePath: path.join(home, "presence.db"),
    host: raw.TILEWRIGHT_HOST,
    port: raw.TILEWRIGHT_PORT,
    url: raw.TILEWRIGHT_URL ?? `http://${raw.TILEWRIGHT_HOST}:${raw.TILEWRIGHT_PORT}`,
    python: path.resolve(raw.TILEWRIGHT_PYTHON),
    trainerFolder: path.resolve("server/trainer"),
    importFolders: folders(raw.TILEWRIGHT_IMPORT_FOLDERS),
    modelFolders: folders(raw.TILEWRIGHT_MODEL_FOLDERS),
    maxUploadBytes: Math.round(raw.TILEWRIGHT_MAX_UPLOAD_GB * 1e9),
    cpuRuns: raw.TILEWRIGHT_CPU_RUNS,
    maxWaitingJobs: raw.TILEWRIGHT_MAX_WAITING_JOBS,
    threads: raw.TILEWRIGHT_THREADS ?? null,
    privateHosts: raw.TILEWRIGHT_PRIVATE_HOSTS.split(",").flatMap((host) => {
      const name = host.trim().toLowerCase();
      return name === "" ? [] : [name];
    }),
    demo: raw.TILEWRIGHT_DEMO === "on",
    logLevel: raw.TILEWRIGHT_LOG,
  };
}

export type Env = ReturnType<typeof readEnv>;

let cached: Env | undefined;

/** The checked settings of this process; read once. */
export function getEnv(): Env {
  cached ??= readEnv();
  return cached;
}

/**
 * What a child process inherits, with `extra` on top. The trainer does not go online: models of a
 * hub come from the local cache, unless HF_HUB_OFFLINE=0 says otherwise. Its arithmetic uses as
 * many threads as the settings say.
 */
export function childEnvironment(extra: Record<string, string> = {}): NodeJS.ProcessEnv {
  const { threads } = getEnv();
  return {
    ...process.env,
    PYTHONUNBUFFERED: "1",
    HF_HUB_OFFLINE: process.env.HF_HUB_OFFLINE ?? "1",
    HF_HUB_DISABLE_TELEMETRY: "1",
    ...(threads === null ? {} : { OMP_NUM_THREADS: String(threads) }),
    ...extra,
  };
}

/** Folders below the home folder, by what they hold. */
export const homeFolders = {
  uploads: () => path.join(getEnv().home, "uploads"),
  scene: (sceneId: string) => path.join(getEnv().home, "scenes", sceneId),
  labelRasters: (sceneId: string) => path.join(getEnv().home, "label-rasters", sceneId),
  exports: (jobId: string) => path.join(getEnv().home, "exports", jobId),
  truth: (readingId: string) => path.join(getEnv().home, "truth", readingId),
  dataset: (datasetId: string) => path.join(getEnv().home, "datasets", datasetId),
  run: (runId: string) => path.join(getEnv().home, "runs", runId),
  prediction: (predictionId: string) => path.join(getEnv().home, "predictions", predictionId),
  packs: () => path.join(getEnv().home, "packs"),
  scratch: () => path.join(getEnv().home, "scratch"),
};
