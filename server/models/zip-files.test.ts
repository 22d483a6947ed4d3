import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { measureZip, zipFiles } from "./zip-files";

describe("zipFiles", () => {
  it("writes archives that other programs read", async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "tilewright-zip-"));
    const contents = { "config.json": "{}", "adapter/weights.bin": "x".repeat(100_000), 空: "" };
    const entries = Object.entries(contents).map(([name, content], index) => {
      const file = path.join(folder, `file-${index}`);
      writeFileSync(file, content);
      return { path: file, name };
    });
    const parts: Uint8Array[] = [];
    for await (const part of zipFiles(entries)) parts.push(part);
    expect(await measureZip(entries)).toBe(Buffer.concat(parts).length);
    const archive = path.join(folder, "out.zip");
    writeFileSync(archive, Buffer.concat(parts));
    const script =
      "import json,sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print(json.dumps({n: z.read(n).decode() for n in z.namelist()}))";
    const read = execFileSync("python3", ["-c", script, archive], { encoding: "utf8" });
    expect(JSON.parse(read)).toEqual(contents);
  });
});
