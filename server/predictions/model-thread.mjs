import { parentPort, workerData } from "node:worker_threads";
import { InferenceSession, Tensor } from "onnxruntime-node";

/**
 * The whole of a thread that runs one model: says "ready", then answers batch by batch.
 * Plain JavaScript, because a thread starts without the compiler that the rest is loaded through;
 * what it is given and what it answers is typed in model-threads.ts.
 */
const { file, options, inputName, outputName } = workerData;
const session = await InferenceSession.create(file, options);

parentPort.on("message", async ({ values, count, bands, sizePx }) => {
  const used = values.subarray(0, count * bands * sizePx * sizePx);
  const image = new Tensor("float32", used, [count, bands, sizePx, sizePx]);
  const logits = (await session.run({ [inputName]: image }))[outputName];
  parentPort.postMessage({ values, logits: logits ? Float32Array.from(logits.data) : null }, [
    values.buffer,
  ]);
});
parentPort.postMessage("ready");
