import { mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { ModelThreads } from "./model-threads";

describe("ModelThreads", () => {
  it("refuses a file that is no model, and leaves no thread behind", async () => {
    const file = path.join(mkdtempSync(path.join(os.tmpdir(), "tilewright-onnx-")), "model.onnx");
    writeFileSync(file, "not a model");
    await expect(ModelThreads.open(file)).rejects.toMatchObject({ code: "unreadable_file" });
  });
});
