import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { projectIdSchema, sceneIdSchema } from "@/lib/contracts/common";
import { rasterFactsSchema } from "@/lib/contracts/scenes";
import { studioAuthor } from "../auth/studio-author";
import { inTransaction } from "../db/client";
import { homeFolders } from "../env";
import { hasSceneRow, keepScene } from "../imports/keep-scene";
import { defineJob, type JobContext } from "../jobs/define-job";
import { applyLabels } from "../labels/apply-labels";
import { createProject } from "../projects/create-project";
import { listClasses } from "../projects/queries";
import { runTrainerCommand } from "../python/run-trainer-command";
import { chooseTiles } from "./choose-tiles";
import { readTruth, type Truth } from "./read-truth";

const payloadSchema = z.object({ projectId: projectIdSchema, sceneId: sceneIdSchema });
export type DemonstrationPayload = z.infer<typeof payloadSchema>;

const resultSchema = z.object({ scene: rasterFactsSchema });
const seed = 7;
const tileSizePx = 32;

/**
 * Makes the demonstration project: a simulated scene with known truth, labelled in part. May be
 * killed at any moment: project and scene come in one transaction, and the labels in a batch whose id
 * follows from the job, so a second try adds only what is missing.
 */
export const demonstrateProjectJob = defineJob<DemonstrationPayload>({
  kind: "project.demonstrate",
  payloadSchema,
  lane: "import",
  async run(payload, context) {
    if (!(await hasSceneRow(payload.sceneId))) await makeScene(payload, context);
    await labelScene(payload, context);
  },
});

async function makeScene(payload: DemonstrationPayload, context: JobContext): Promise<void> {
  const scratch = path.join(homeFolders.scratch(), context.jobId);
  const folder = path.join(scratch, "scene");
  try {
    await rm(scratch, { recursive: true, force: true });
    const { scene } = await runTrainerCommand({
      command: "simulate",
      args: [
        ...["--output", folder],
        ...["--seed", String(seed)],
        ...["--tile-size", String(tileSizePx)],
      ],
      resultSchema,
      workFolder: path.join(scratch, "command"),
      signal: context.signal,
      onProgress: (progress) => context.report(progress),
    });
    const truth = await readTruth(folder);
    await inTransaction(async () => {
      await makeProject(payload, truth);
      await keepScene({
        ...payload,
        name: "Simulated valley",
        kind: "raster",
        importedBy: null,
        createMissingClasses: false,
        facts: scene,
        chips: null,
        folder,
      });
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function makeProject({ projectId }: DemonstrationPayload, truth: Truth): Promise<void> {
  await createProject(
    {
      name: "Demonstration: simulated valley",
      description:
        "A simulated scene, made by Tilewright itself: no place on Earth looks exactly like this. " +
        "About a third of its tiles are labelled, so that training can begin at once.",
      tileSizePx,
      classes: truth.classes.map(({ name, colour, key }) => ({
        ...{ name, colour, key },
        archived: false,
      })),
    },
    { createdBy: null, simulated: true, projectId },
  );
}

/** The truth lies beside the scene, where the import has put it. */
async function labelScene(payload: DemonstrationPayload, context: JobContext): Promise<void> {
  const truth = await readTruth(homeFolders.scene(payload.sceneId));
  const classes = await listClasses(payload.projectId);
  const idByName = new Map(classes.map((one) => [one.name, one.id]));
  const edits = chooseTiles(truth.tiles, seed).map((tile) => ({
    row: tile.row,
    col: tile.col,
    classId: idByName.get(truth.classes[tile.classIndex]?.name ?? "") ?? null,
  }));
  await applyLabels(
    { batchId: toUuid(`${context.jobId} labels`), sceneId: payload.sceneId, act: "import", edits },
    studioAuthor,
    { settles: true },
  );
}

/** The same UUID (version 8, RFC 9562) for the same text. */
function toUuid(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}
