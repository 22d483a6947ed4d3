import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { runConfigSchema } from "./contracts/run-spec";
import { deepspeedSettingsSchema } from "./contracts/sharding";
import { findDeepspeedProblem, findOwn, generateDeepspeed, layOver } from "./deepspeed-config";

const casesSchema = z.array(
  z.object({
    config: runConfigSchema,
    processes: z.number(),
    generated: deepspeedSettingsSchema.optional(),
    resolved: deepspeedSettingsSchema.optional(),
    problem: z.object({ setting: z.string(), reason: z.string() }).optional(),
  }),
);
// The trainer's tests hold its own generator to the same file.
const file = path.join(import.meta.dirname, "..", "server", "trainer", "tests", "deepspeed.json");
const cases = casesSchema.parse(JSON.parse(readFileSync(file, "utf8")));

describe("The DeepSpeed configuration of the form", () => {
  it.each(cases)("is the one of the trainer %#", (one) => {
    const own = one.config.sharding.deepspeed;
    expect(findDeepspeedProblem(own)).toEqual(one.problem ?? null);
    if (!one.generated) return;
    const generated = generateDeepspeed(one.config, one.processes);
    expect(generated).toEqual(one.generated);
    expect(layOver(generated, own)).toEqual(one.resolved ?? one.generated);
  });

  it("keeps of an edit only what differs, and follows the form with the rest", () => {
    const config = runConfigSchema.parse({ sharding: { kind: "zero3" } });
    const generated = generateDeepspeed(config, 1);
    expect(findOwn(generated, generated)).toEqual({});
    const edited = layOver(generated, { zero_optimization: { sub_group_size: 5 }, seed: 3 });
    const own = findOwn(generated, edited);
    expect(own).toEqual({ zero_optimization: { sub_group_size: 5 }, seed: 3 });
    expect(layOver(generated, own)).toEqual(edited);
    const { steps_per_print, ...without } = edited;
    expect(layOver(generated, findOwn(generated, without))).toEqual(edited);
  });
});
