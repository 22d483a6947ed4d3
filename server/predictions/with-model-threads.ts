import { ModelThreads } from "./model-threads";

/** The model that was used last stays open: opening takes longer than predicting a small scene. */
let kept: { file: string; threads: ModelThreads } | null = null;

/** Opens a model's copies for the time of `use`. @throws AppError `unreadable_file`. */
export async function withModelThreads<Result>(
  file: string,
  use: (threads: ModelThreads) => Promise<Result>,
): Promise<Result> {
  // Taken out while it is used: nobody else closes it.
  const found = kept;
  kept = null;
  if (found && found.file !== file) await found.threads.close();
  const threads = found?.file === file ? found.threads : await ModelThreads.open(file);
  let result: Result;
  try {
    result = await use(threads);
  } catch (error) {
    await threads.close();
    throw error;
  }
  await keep(file, threads);
  return result;
}

async function keep(file: string, threads: ModelThreads): Promise<void> {
  const before = kept;
  kept = { file, threads };
  await before?.threads.close();
}
