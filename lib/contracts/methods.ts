import { z } from "zod";

/**
 * Ways to train, and what a person chooses for each. Which field belongs to which method is said once,
 * here: form, settings tab, comparison and the checks before a launch all read it.
 */

export const methodSchema = z
  .enum([
    "full",
    "lora",
    "probe",
    "dora",
    "rslora",
    "adalora",
    "ia3",
    "vera",
    "oft",
    "layernorm",
    "prompt",
    "prefix",
  ])
  .describe(
    "full: every weight is trained; probe: the head alone; the others train adapters and the head. lora: low-rank adapters; dora: LoRA with a trained length of every row (Liu et al. 2024); rslora: LoRA scaled by alpha / sqrt(r) (Kalajdzievski 2023); adalora: ranks go where they are needed (Zhang et al. 2023); ia3: one factor per channel (Liu et al. 2022); vera: fixed random matrices, trained vectors (Kopiczko et al. 2024); oft: rotations (Qiu et al. 2023); layernorm: the norms alone (Zhao et al. 2023); prompt and prefix: trained tokens before a text, for language models only.",
  );
export type Method = z.infer<typeof methodSchema>;

/** Methods whose adapters are a pair of low-rank matrices. */
const lowRank: readonly Method[] = ["lora", "dora", "rslora", "adalora"];
const onLinear: readonly Method[] = [...lowRank, "ia3", "vera", "oft"];
const methodsOf = {
  "lora.r": lowRank,
  "lora.alpha": lowRank,
  "lora.dropout": [...lowRank, "vera"],
  "lora.targetModules": onLinear,
  "lora.layers": [...onLinear, "layernorm"],
  "lora.bias": lowRank,
  "lora.init": ["lora", "dora", "rslora"],
  "adalora.initialR": ["adalora"],
  "adalora.warmupRatio": ["adalora"],
  "adalora.settleRatio": ["adalora"],
  "adalora.orthogonality": ["adalora"],
  "vera.r": ["vera"],
  "vera.initialScale": ["vera"],
  "oft.blockSize": ["oft"],
  "oft.shareBlocks": ["oft"],
} as const satisfies Record<string, readonly Method[]>;
export type MethodField = keyof typeof methodsOf;

/** Whether a method reads a field. */
export function methodHas(method: Method, field: MethodField): boolean {
  return (methodsOf[field] as readonly Method[]).includes(method);
}

/** Read by every method with adapters, not by LoRA alone: who changes the method keeps the layers. */
export const loraConfigSchema = z
  .object({
    r: z
      .number()
      .int()
      .min(1)
      .max(256)
      .default(8)
      .describe("Rank of the adapters; for adalora the mean rank that is left at the end."),
    alpha: z
      .number()
      .min(0.1)
      .max(1024)
      .default(16)
      .describe("Scale: adapters are multiplied by alpha / r (rslora: alpha / sqrt(r))."),
    dropout: z.number().min(0).max(0.9).default(0.05).describe("Dropout before each adapter."),
    targetModules: z
      .union([
        z.enum(["auto", "attention", "all-linear"]),
        z.array(z.string().min(1).max(200)).min(1).max(200),
      ])
      .default("auto")
      .describe(
        "Which Linear layers get an adapter; auto looks at the model and the method that were chosen. In a list every name is the end of a layer's path, and * stands for anything.",
      ),
    layers: z
      .array(z.number().int().min(0).max(999))
      .min(1)
      .max(500)
      .nullable()
      .default(null)
      .describe("Numbers of the blocks that are adapted, from 0; empty takes all."),
    bias: z
      .enum(["none", "all", "lora_only"])
      .default("none")
      .describe("Which offsets are trained too: none, all, or those of the adapted layers."),
    init: z
      .enum(["default", "gaussian", "pissa", "olora", "orthogonal"])
      .default("default")
      .describe(
        "First weights of the adapters. default: A random, B zero; pissa: the largest singular vectors of the layer (Meng et al. 2024); olora: its QR decomposition (Büyükakyüz 2024); orthogonal: both matrices orthogonal, their product zero.",
      ),
  })
  .meta({ id: "LoraConfig" });

export const adaloraConfigSchema = z
  .object({
    initialR: z
      .number()
      .int()
      .min(2)
      .max(384)
      .default(12)
      .describe("Rank that every adapter begins with; larger than lora.r."),
    warmupRatio: z
      .number()
      .min(0)
      .max(0.4)
      .default(0.1)
      .describe("Share of all steps before the first rank is taken away."),
    settleRatio: z
      .number()
      .min(0)
      .max(0.5)
      .default(0.3)
      .describe("Share of all steps, at the end, with ranks that change no more."),
    orthogonality: z
      .number()
      .min(0)
      .max(10)
      .default(0.5)
      .describe("Weight of the penalty that keeps the singular vectors orthogonal."),
  })
  .meta({ id: "AdaloraConfig" });

export const veraConfigSchema = z
  .object({
    r: z.number().int().min(1).max(4096).default(256).describe("Rank of the fixed matrices."),
    initialScale: z
      .number()
      .gt(0)
      .max(10)
      .default(0.1)
      .describe("First value of the trained vector over the ranks."),
  })
  .meta({ id: "VeraConfig" });

export const oftConfigSchema = z
  .object({
    blockSize: z
      .number()
      .int()
      .min(2)
      .max(1024)
      .default(32)
      .describe(
        "Channels that are rotated together; the nearest divisor of a layer's width is taken.",
      ),
    shareBlocks: z
      .boolean()
      .default(false)
      .describe("All blocks of a layer share one rotation: fewer weights."),
  })
  .meta({ id: "OftConfig" });

/**
 * Learning rate that suits a method when nobody chose one. That of full fine-tuning was measured on
 * the starter model (docs/benchmarks.md); large pretrained models want a tenth of it or less.
 */
export const defaultLearningRates: Record<Method, number> = {
  full: 1e-3,
  lora: 2e-3,
  probe: 5e-3,
  dora: 2e-3,
  rslora: 1e-3,
  adalora: 2e-3,
  ia3: 5e-3,
  vera: 5e-3,
  oft: 2e-3,
  layernorm: 2e-3,
  prompt: 5e-3,
  prefix: 5e-3,
};
