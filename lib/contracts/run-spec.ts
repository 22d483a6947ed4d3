import { z } from "zod";
import { bandScaleSchema } from "./band-scale";
import { colourSchema, runIdSchema, splitNameSchema } from "./common";
import {
  adaloraConfigSchema,
  loraConfigSchema,
  methodSchema,
  oftConfigSchema,
  veraConfigSchema,
} from "./methods";
import { shardingConfigSchema } from "./sharding";

export { defaultLearningRates, type Method, methodSchema } from "./methods";

/**
 * What a researcher chooses in the form, and what the trainer is given.
 *
 * `runConfigSchema` is the form; `runSpecSchema` is `spec.json` in the run folder: the same choices
 * plus where things are. Within version 1 fields may be added as optional, never changed.
 */

export const lossConfigSchema = z
  .object({
    kind: z.enum(["cross-entropy", "focal"]).default("cross-entropy"),
    focalGamma: z
      .number()
      .min(0)
      .max(10)
      .default(2)
      .describe("Focusing parameter (Lin et al. 2017)."),
    labelSmoothing: z
      .number()
      .min(0)
      .max(0.5)
      .default(0)
      .describe("Share of the target spread over all classes."),
    classWeights: z
      .enum(["none", "balanced"])
      .default("none")
      .describe("balanced: each class weighs N / (K * its count)."),
  })
  .meta({ id: "LossConfig" });

export const augmentationConfigSchema = z
  .object({
    dihedral: z.boolean().default(true).describe("Random flips and quarter turns: land has no up."),
    cropScaleMin: z
      .number()
      .min(0.2)
      .max(1)
      .default(0.8)
      .describe("Smallest share of the tile kept by a random crop; 1 turns it off."),
    brightness: z
      .number()
      .min(0)
      .max(1)
      .default(0.1)
      .describe("Largest relative change of brightness."),
    contrast: z
      .number()
      .min(0)
      .max(1)
      .default(0.1)
      .describe("Largest relative change of contrast."),
    bandDropout: z.number().min(0).max(0.5).default(0).describe("Chance that a band is blanked."),
  })
  .meta({ id: "AugmentationConfig" });

export const precisionSchema = z
  .enum(["fp32", "bf16", "fp16"])
  .describe("Arithmetic of the forward pass; weights that are trained stay in fp32.");

export const poolingSchema = z
  .enum(["auto", "cls", "mean", "both", "map"])
  .describe(
    "How one feature is made of a tile. auto: as the family does; cls: its class token; mean: the mean over its patches; both: the two side by side; map: attention pooling (SigLIP).",
  );
export type Pooling = z.infer<typeof poolingSchema>;

export const scheduleSchema = z.enum(["cosine", "linear", "constant"]);

export const runConfigSchema = z
  .object({
    baseModel: z
      .string()
      .min(1)
      .max(500)
      .default("starter")
      .describe("starter, folder:<path> (in an allowed folder), or hub:<organisation/name>."),
    method: methodSchema.default("lora"),
    lora: loraConfigSchema.default(loraConfigSchema.parse({})),
    adalora: adaloraConfigSchema.default(adaloraConfigSchema.parse({})),
    vera: veraConfigSchema.default(veraConfigSchema.parse({})),
    oft: oftConfigSchema.default(oftConfigSchema.parse({})),
    inputSizePx: z
      .number()
      .int()
      .min(16)
      .max(1024)
      .nullable()
      .default(null)
      .describe("Side the tiles are resized to, px; empty takes the model's own."),
    pooling: poolingSchema.default("auto"),
    normalisation: z
      .enum(["model", "dataset"])
      .default("model")
      .describe(
        "model: the statistics the model was trained with; dataset: mean and deviation of the training part.",
      ),
    epochs: z.number().int().min(1).max(1000).default(5),
    batchSize: z.number().int().min(1).max(4096).default(64).describe("Tiles per step."),
    accumulationSteps: z
      .number()
      .int()
      .min(1)
      .max(256)
      .default(1)
      .describe("Steps whose gradients are added before the weights change."),
    learningRate: z.number().gt(0).max(1).default(1e-3).describe("Peak learning rate."),
    weightDecay: z.number().min(0).max(1).default(0.01),
    warmupRatio: z
      .number()
      .min(0)
      .max(0.5)
      .default(0.05)
      .describe("Share of all steps spent warming up."),
    schedule: scheduleSchema.default("cosine"),
    precision: precisionSchema.default("fp32"),
    loss: lossConfigSchema.default(lossConfigSchema.parse({})),
    augmentation: augmentationConfigSchema.default(augmentationConfigSchema.parse({})),
    gradientClip: z
      .number()
      .min(0)
      .max(1000)
      .default(1)
      .describe("Largest gradient norm; 0 turns clipping off."),
    gradientCheckpointing: z
      .boolean()
      .default(false)
      .describe("Recompute activations to save memory."),
    earlyStoppingPatience: z
      .number()
      .int()
      .min(0)
      .max(1000)
      .default(0)
      .describe("Epochs without a better macro-F1 before the run ends; 0 turns it off."),
    device: z.enum(["auto", "cpu", "cuda"]).default("auto"),
    seed: z.number().int().min(0).max(2147483647).default(1),
    sharding: shardingConfigSchema.default(shardingConfigSchema.parse({})),
  })
  .meta({ id: "RunConfig" });
export type RunConfig = z.infer<typeof runConfigSchema>;
/** What a caller may leave out. */
export type RunConfigInput = z.input<typeof runConfigSchema>;

export const specClassSchema = z
  .object({
    index: z.number().int().min(0).max(249),
    id: z.string(),
    name: z.string(),
    colour: colourSchema,
  })
  .meta({ id: "SpecClass" });

export const specSceneSchema = z
  .object({
    sceneId: z.string(),
    name: z.string(),
    rasterPath: z.string().describe("The scene's COG."),
    tileSizePx: z.number().int().min(1),
    sha256: z.string(),
  })
  .meta({ id: "SpecScene" });

/** How stored pixel values become model input: chosen bands, then (value - low) / (high - low), clipped to 0..1. */
export const bandRecipeSchema = z
  .object({
    bands: z
      .array(z.number().int().min(1).max(64))
      .min(1)
      .max(64)
      .describe("1-based bands of the scenes, in the order the model sees."),
    bandNames: z.array(z.string()),
    low: z.array(z.number()).describe("Stored value that becomes 0, per chosen band."),
    high: z.array(z.number()).describe("Stored value that becomes 1, per chosen band."),
    dtype: z.string().describe("Data type of the scenes, numpy name."),
    seen: z
      .array(bandScaleSchema)
      .optional()
      .describe("What the scenes hold, per chosen band; absent in older datasets."),
  })
  .meta({ id: "BandRecipe" });
export type BandRecipe = z.infer<typeof bandRecipeSchema>;

/** `dataset.json` in a dataset's folder; `tiles.csv` beside it has sceneIndex,row,col,classIndex,split. */
export const specDatasetSchema = z
  .object({
    datasetId: z.string(),
    contentHash: z
      .string()
      .describe("SHA-256 over scenes, tiles, classes, splits and recipe; names the pack."),
    classes: z.array(specClassSchema).min(2).max(250),
    scenes: z.array(specSceneSchema).min(1),
    recipe: bandRecipeSchema,
    tilesPath: z.string().describe("CSV: sceneIndex,row,col,classIndex,split."),
    tileCount: z.number().int().min(1),
    splits: z.array(splitNameSchema),
  })
  .meta({ id: "SpecDataset" });
export type SpecDataset = z.infer<typeof specDatasetSchema>;

export const runSpecSchema = z
  .object({
    v: z.literal(1),
    runId: runIdSchema,
    runName: z.string(),
    config: runConfigSchema,
    dataset: specDatasetSchema,
    baseModelPath: z.string().describe("Folder in transformers format, or a hub id."),
    packFolder: z.string().describe("Where decoded tiles are cached, shared by all runs."),
    threads: z.number().int().min(1).nullable().describe("CPU threads; null leaves it to torch."),
  })
  .meta({ id: "RunSpec" });
export type RunSpec = z.infer<typeof runSpecSchema>;
