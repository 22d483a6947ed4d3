"use client";

import { useFormContext, useWatch } from "react-hook-form";
import { useTranslations } from "use-intl";
import { Field } from "@/components/ui/field";
import { SegmentedControl } from "@/components/ui/segmented-control";
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";
import { defaultLearningRates, type Method } from "@/lib/contracts/run-spec";
import type { RunFormValues } from "./run-form";
import { useSettingError } from "./run-setting-field";
import { useSettingText } from "./use-setting-text";

/** Methods with adapters, the usual ones first. Those for language models alone are not offered. */
const adapters = [
  "lora",
  "dora",
  "rslora",
  "adalora",
  "ia3",
  "vera",
  "oft",
  "layernorm",
] as const satisfies readonly Method[];
const kinds = ["adapters", "full", "probe"] as const;

/** Which weights are trained. A learning rate that nobody touched changes to the method's own. */
export function MethodField() {
  const t = useTranslations("runs");
  const text = useSettingText();
  const error = useSettingError("method");
  const { getValues, setValue } = useFormContext<RunFormValues>();
  const method = useWatch<RunFormValues, "config.method">({ name: "config.method" });
  const adapter = adapters.find((one) => one === method);
  const kind = method === "full" || method === "probe" ? method : "adapters";
  const choose = (next: Method) => {
    const followed = getValues("config.learningRate") === defaultLearningRates[method];
    setValue("config.method", next, { shouldDirty: true, shouldValidate: true });
    if (followed) {
      setValue("config.learningRate", defaultLearningRates[next], { shouldValidate: true });
    }
  };
  return (
    <Field
      className="col-span-full"
      label={text.label("method")}
      help={t(`methodHelp.${method}`)}
      error={error}
    >
      {(ids) => (
        <div className="flex flex-wrap items-center gap-2">
          <SegmentedControl
            id={ids.id}
            aria-label={text.label("method")}
            value={kind}
            onValueChange={(next) => choose(next === "adapters" ? (adapter ?? "lora") : next)}
            segments={kinds.map((one) => ({
              value: one,
              label: one === "adapters" ? t("form.adapters") : text.option("method", one),
            }))}
          />
          {kind === "adapters" && (
            <Select value={method} onValueChange={(next) => choose(next as Method)}>
              <SelectTrigger aria-label={t("form.adapterKind")} className="w-40">
                <SelectValue>{text.option("method", method)}</SelectValue>
              </SelectTrigger>
              <SelectContent className="max-w-md">
                {adapters.map((one) => (
                  <SelectItem key={one} value={one}>
                    <span className="block font-medium">{text.option("method", one)}</span>
                    <span className="block text-muted-foreground text-sm">
                      {t(`methodHelp.${one}`)}
                    </span>
                  </SelectItem>
                ))}
              </SelectContent>
            </Select>
          )}
        </div>
      )}
    </Field>
  );
}
