"use client";

import { RotateCcw } from "lucide-react";
import { Controller, useFormContext, useWatch } from "react-hook-form";
import { useTranslations } from "use-intl";
import { Field, useField } from "@/components/ui/field";
import { NumberInput, numberText } from "@/components/ui/number-input";
import { defaultLearningRates } from "@/lib/contracts/run-spec";
import type { RunFormValues } from "./run-form";
import { useSettingError } from "./run-setting-field";
import { useSettingText } from "./use-setting-text";

/** The peak learning rate. It follows the method until somebody types another one. */
export function LearningRateField() {
  const t = useTranslations("runs");
  const text = useSettingText();
  const error = useSettingError("learningRate");
  const { control, setValue } = useFormContext<RunFormValues>();
  const method = useWatch<RunFormValues, "config.method">({ name: "config.method" });
  const rate = useWatch<RunFormValues, "config.learningRate">({ name: "config.learningRate" });
  const usual = defaultLearningRates[method];
  const follows = rate === usual;
  return (
    <Field
      label={text.label("learningRate")}
      unit={follows ? t("form.automaticRate") : undefined}
      help={text.help("learningRate")}
      error={error}
      action={
        follows ? undefined : (
          <button
            type="button"
            className="inline-flex items-center gap-1 text-primary text-sm hover:underline"
            title={t("form.resetRate", { value: numberText(usual) })}
            onClick={() =>
              setValue("config.learningRate", usual, { shouldDirty: true, shouldValidate: true })
            }
          >
            <RotateCcw className="size-3" aria-hidden />
            {numberText(usual)}
          </button>
        )
      }
    >
      <Controller
        control={control}
        name="config.learningRate"
        render={({ field }) => <RateInput {...field} />}
      />
    </Field>
  );
}

function RateInput({
  value,
  onChange,
  onBlur,
}: {
  value: number | null;
  onChange: (value: number | null) => void;
  onBlur: () => void;
}) {
  // The arrow keys move by one in the leading digit: 2e-4 to 3e-4.
  const step = value && value > 0 ? 10 ** Math.floor(Math.log10(value)) : 1e-4;
  return (
    <NumberInput
      {...useField()}
      value={value}
      onValueChange={onChange}
      onBlur={onBlur}
      min={0}
      max={1}
      step={step}
    />
  );
}
