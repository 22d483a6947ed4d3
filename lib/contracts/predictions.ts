import { z } from "zod";
import {
  classIdSchema,
  colourSchema,
  jobIdSchema,
  modelIdSchema,
  personSchema,
  predictionIdSchema,
  projectIdSchema,
  sceneIdSchema,
  timeMsSchema,
} from "./common";
import { jobStatusSchema } from "./jobs";

export const predictionSchema = z
  .object({
    id: predictionIdSchema,
    projectId: projectIdSchema,
    sceneId: sceneIdSchema,
    sceneName: z.string(),
    modelId: modelIdSchema,
    modelName: z.string(),
    status: jobStatusSchema,
    jobId: jobIdSchema,
    classes: z.array(
      z.object({
        id: classIdSchema,
        index: z.number().int(),
        name: z.string(),
        colour: colourSchema,
        count: z.number().int(),
      }),
    ),
    tileCount: z.number().int(),
    meanConfidence: z.number().nullable(),
    agreement: z
      .object({ comparedCount: z.number().int(), agreedCount: z.number().int() })
      .nullable()
      .describe("With the human labels of the scene at the time."),
    durationMs: z.number().int().nullable(),
    tilesPerSecond: z.number().nullable(),
    createdBy: personSchema.nullable(),
    createdAtMs: timeMsSchema,
  })
  .meta({ id: "Prediction" });
export type Prediction = z.infer<typeof predictionSchema>;

export const createPredictionInputSchema = z.object({
  sceneId: sceneIdSchema,
  modelId: modelIdSchema,
});

/** One byte per tile, row by row. classes: 0 no tile, else index + 1. confidence: round(255 * highest probability). */
export const predictionPlanesSchema = z
  .object({
    predictionId: predictionIdSchema,
    gridRows: z.number().int(),
    gridCols: z.number().int(),
    classes: z.string().describe("Base64."),
    confidence: z.string().describe("Base64."),
  })
  .meta({ id: "PredictionPlanes" });

export const tilePredictionSchema = z
  .object({ classIndex: z.number().int(), probabilities: z.array(z.number()) })
  .meta({ id: "TilePrediction" });
