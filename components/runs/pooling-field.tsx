"use client";

import { useEffect } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import { useTranslations } from "use-intl";
import { Field } from "@/components/ui/field";
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";
import type { BaseModel } from "@/lib/contracts/models";
import type { Pooling } from "@/lib/contracts/run-spec";
import type { RunFormValues } from "./run-form";
import { useSettingText } from "./use-setting-text";

const everyPooling = ["cls", "mean", "both", "map"] as const satisfies readonly Pooling[];

/**
 * How one feature is made of a tile, out of what the model can do; nothing is asked where there is
 * nothing to choose. A choice that another model does not have falls back to the automatic one.
 */
export function PoolingField({ model }: { model: BaseModel | undefined }) {
  const t = useTranslations("runs");
  const text = useSettingText();
  const { setValue } = useFormContext<RunFormValues>();
  const value = useWatch<RunFormValues, "config.pooling">({ name: "config.pooling" });
  const known = model?.poolings;
  const lost = value !== "auto" && known !== undefined && !known.includes(value);
  useEffect(() => {
    if (lost) setValue("config.pooling", "auto", { shouldDirty: true });
  }, [lost, setValue]);
  if (known !== undefined && known.length < 2) return null;
  const usual = known?.[0];
  const word = (pooling: Pooling) =>
    pooling === "auto" && usual
      ? t("form.automatic", { value: text.option("pooling", usual) })
      : text.option("pooling", pooling);
  return (
    <Field label={text.label("pooling")} help={text.help("pooling")}>
      {(ids) => (
        <Select
          value={value}
          onValueChange={(next: Pooling) =>
            setValue("config.pooling", next, { shouldDirty: true, shouldValidate: true })
          }
        >
          <SelectTrigger {...ids} className="w-full">
            <SelectValue />
          </SelectTrigger>
          <SelectContent>
            {["auto" as const, ...(known ?? everyPooling)].map((pooling) => (
              <SelectItem key={pooling} value={pooling}>
                {word(pooling)}
              </SelectItem>
            ))}
          </SelectContent>
        </Select>
      )}
    </Field>
  );
}
