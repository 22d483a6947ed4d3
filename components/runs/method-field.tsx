"use client";

import { useFormContext, useWatch } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { defaultLearningRates, type Method } from "@/lib/contracts/run-spec";
import type { RunFormValues } from "./run-form";
import { useSettingText } from "./use-setting-text";

const methods = ["lora", "full", "probe"] as const satisfies readonly Method[];

/** Which weights are trained. A learning rate that nobody touched changes to the method's own. */
export function MethodField() {
  const text = useSettingText();
  const { getValues, setValue } = useFormContext<RunFormValues>();
  const method = useWatch<RunFormValues, "config.method">({ name: "config.method" });
  const choose = (next: Method) => {
    const followed = getValues("config.learningRate") === defaultLearningRates[method];
    setValue("config.method", next, { shouldDirty: true, shouldValidate: true });
    if (followed) {
      setValue("config.learningRate", defaultLearningRates[next], { shouldValidate: true });
    }
  };
  return (
    <Field className="col-span-full" label={text.label("method")} help={text.help("method")}>
      {(ids) => (
        <SegmentedControl
          id={ids.id}
          aria-label={text.label("method")}
          value={method}
          onValueChange={choose}
          segments={methods.map((one) => ({ value: one, label: text.option("method", one) }))}
        />
      )}
    </Field>
  );
}
