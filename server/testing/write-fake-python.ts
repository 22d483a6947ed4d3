import { chmodSync, writeFileSync } from "node:fs";
import path from "node:path";

/** An executable that stands where Python is expected and runs the fake trainer instead. */
export function writeFakePython(folder: string): string {
  const file = path.join(folder, "fake-python");
  const trainer = path.resolve("server/testing/fake-trainer.mjs");
  writeFileSync(file, `#!/bin/sh\nexec "${process.execPath}" "${trainer}" "$@"\n`);
  chmodSync(file, 0o755);
  return file;
}
