import type { InferenceSession } from "onnxruntime-node";

/** Names in the graph that the trainer's export_onnx.py writes. */
export const inputName = "image_BCHW";
export const outputName = "logits_BK";

/**
 * Threads that spin while they wait take the processor from the decoding of the next tiles, and
 * from everybody else: on a busy machine predictions were several times slower with them.
 */
export function sessionOptions(threadCount: number): InferenceSession.SessionOptions {
  return {
    executionProviders: ["cpu"],
    graphOptimizationLevel: "all",
    intraOpNumThreads: threadCount,
    interOpNumThreads: 1,
    extra: { session: { intra_op: { allow_spinning: "0" } } },
  };
}
