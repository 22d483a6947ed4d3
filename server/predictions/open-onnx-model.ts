import os from "node:os";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { getEnv } from "../env";
import { inputName, outputName, sessionOptions } from "./onnx-session";

/** A model that turns stored pixel values of a tile or a few into logits, on the caller's thread. */
export interface OnnxModel {
  /**
   * @param values [count][bands][sizePx][sizePx], stored values as float32.
   * @returns [count][classes].
   */
  run(values: Float32Array, count: number, bands: number, sizePx: number): Promise<Float32Array>;
}

/** Models that were used last stay loaded: opening one takes longer than predicting a small scene. */
const maxModels = 2;
const models = new Map<string, Promise<OnnxModel>>();

/** @throws AppError `unreadable_file`. */
export function openOnnxModel(file: string): Promise<OnnxModel> {
  const known = models.get(file);
  models.delete(file);
  const model = known ?? load(file);
  models.set(file, model);
  model.catch(() => models.delete(file));
  const oldest = models.keys().next().value;
  if (models.size > maxModels && oldest !== undefined) models.delete(oldest);
  return model;
}

async function load(file: string): Promise<OnnxModel> {
  let session: InferenceSession;
  try {
    session = await InferenceSession.create(
      file,
      sessionOptions(getEnv().threads ?? os.availableParallelism()),
    );
  } catch (cause) {
    throw new AppError("unreadable_file", sentence("server.models.onnxUnreadable"), { cause });
  }
  return {
    async run(values, count, bands, sizePx) {
      const image = new Tensor("float32", values, [count, bands, sizePx, sizePx]);
      const outputs = await session.run({ [inputName]: image });
      const logits = outputs[outputName];
      if (!logits)
        throw new AppError("unreadable_file", sentence("server.models.onnxWithoutLogits"));
      return logits.data as Float32Array;
    },
  };
}
