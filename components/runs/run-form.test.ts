import { describe, expect, it } from "vitest";
import { runConfigSchema } from "@/lib/contracts/run-spec";
import { hasEffect, runFields, settingDiffers, settingPaths, settingValue } from "./run-fields";
import { issueText, type Misfit, type RunFormValues, runFormResolver } from "./run-form";

const good: RunFormValues = {
  datasetId: "dst_00000000000000000001",
  name: "",
  config: runConfigSchema.parse({}),
};

async function errorsOf(values: RunFormValues, misfits: Misfit[] = []) {
  const resolve = runFormResolver(
    (issue) => issueText(issue, false).key,
    () => misfits,
  );
  const outcome = await resolve(values, undefined, {
    fields: {},
    shouldUseNativeValidation: false,
  });
  return outcome.errors;
}

describe("the table of settings", () => {
  it("names every leaf of the configuration exactly once", () => {
    // An object without keys of its own is one setting: what people lay over a configuration.
    const leaves = (value: object, prefix = ""): string[] =>
      Object.entries(value).flatMap(([key, inner]) =>
        inner !== null &&
        typeof inner === "object" &&
        !Array.isArray(inner) &&
        Object.keys(inner).length > 0
          ? leaves(inner, `${prefix}${key}.`)
          : [`${prefix}${key}`],
      );
    expect([...settingPaths].sort()).toEqual(leaves(good.config).sort());
    expect(runFields.map((field) => field.path).sort()).toEqual([...settingPaths].sort());
  });

  it("leads to the values", () => {
    expect(settingValue(good.config, "lora.r")).toBe(8);
    expect(settingValue(good.config, "inputSizePx")).toBeNull();
  });

  it("compares only what has an effect", () => {
    const full = runConfigSchema.parse({ method: "full", lora: { r: 4 } });
    const probe = runConfigSchema.parse({ method: "probe", lora: { r: 64 } });
    expect(hasEffect(full, "lora.r")).toBe(false);
    expect(settingDiffers([full, probe], "lora.r")).toBe(false);
    expect(settingDiffers([full, probe], "method")).toBe(true);
    expect(settingDiffers([full, good.config], "lora.r")).toBe(true);
  });
});

describe("runFormResolver", () => {
  it("accepts the defaults", async () => {
    expect(await errorsOf(good)).toEqual({});
  });

  it("puts each error beside its field", async () => {
    const config = structuredClone(good.config);
    config.epochs = 1.5;
    config.lora.r = 999;
    config.learningRate = 0;
    config.batchSize = null as unknown as number;
    const errors = await errorsOf({ ...good, config });
    expect(errors.config?.epochs?.message).toBe("wholeNumber");
    expect(errors.config?.lora?.r?.message).toBe("tooBig");
    expect(errors.config?.learningRate?.message).toBe("aboveOnly");
    expect(errors.config?.batchSize?.message).toBe("numberNeeded");
  });

  it("puts what does not fit beside its field, once the values are right", async () => {
    const misfits = [{ path: "config.lora.targetModules", text: "There is no such layer." }];
    const errors = await errorsOf(good, misfits);
    expect(errors.config?.lora?.targetModules?.message).toBe("There is no such layer.");
    const config = { ...good.config, epochs: 0 };
    expect((await errorsOf({ ...good, config }, misfits)).config?.lora).toBeUndefined();
  });

  it("asks for a dataset and for target modules", async () => {
    const config = structuredClone(good.config);
    config.lora.targetModules = [];
    const errors = await errorsOf({ datasetId: "", name: "", config });
    expect(errors.datasetId?.message).toBe("needed");
    expect(errors.config?.lora?.targetModules?.message).toBe("tooFew");
  });
});
