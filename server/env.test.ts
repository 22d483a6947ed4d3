import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { envVariables } from "./env";

describe("the environment variables", () => {
  it.each(["README.md", "README.zh-CN.md"])("are all listed in %s", (file) => {
    const text = readFileSync(path.resolve(file), "utf8");
    const missing = Object.keys(envVariables).filter((name) => !text.includes(`\`${name}\``));
    expect(missing).toEqual([]);
  });

  it("each say what they are for", () => {
    for (const [name, schema] of Object.entries(envVariables)) {
      expect(schema.description, name).toBeTruthy();
    }
  });
});
