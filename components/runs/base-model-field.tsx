"use client";

import { useState } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import { useTranslations } from "use-intl";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";
import type { BaseModel } from "@/lib/contracts/models";
import { useFormat } from "@/lib/i18n/use-format";
import type { RunFormValues } from "./run-form";
import { useSettingError } from "./run-setting-field";
import { useSettingText } from "./use-setting-text";

/** Radix keeps the empty value to itself, so "another model" needs a word of its own. */
const another = "another";

/** A base model of the list, or a folder or hub id typed in. */
export function BaseModelField({ models }: { models: readonly BaseModel[] }) {
  const t = useTranslations("runs");
  const text = useSettingText();
  const format = useFormat();
  const error = useSettingError("baseModel");
  const { setValue, register } = useFormContext<RunFormValues>();
  const ref = useWatch<RunFormValues, "config.baseModel">({ name: "config.baseModel" });
  const listed = models.find((model) => model.ref === ref);
  const [typing, setTyping] = useState(false);
  const isTyped = typing || (models.length > 0 && !listed);
  const choose = (value: string) => {
    setTyping(value === another);
    const next = value === another ? "folder:" : value;
    setValue("config.baseModel", next, { shouldDirty: true, shouldValidate: value !== another });
  };
  const facts = listed
    ? t(listed.visionTower ? "form.towerFacts" : "form.modelFacts", {
        architecture: listed.architecture,
        parameters: listed.parameters === null ? "?" : format.compact(listed.parameters),
        size: listed.inputSizePx ?? "?",
        channels: listed.channels ?? "?",
      })
    : null;
  return (
    <Field
      className="col-span-full"
      label={text.label("baseModel")}
      help={isTyped ? t("form.customModelHelp") : (facts ?? text.help("baseModel"))}
      error={error}
    >
      {(ids) => (
        <div className="flex flex-wrap gap-2">
          <Select value={isTyped ? another : ref} onValueChange={choose}>
            <SelectTrigger {...ids} className="min-w-56 max-w-sm flex-1">
              <SelectValue placeholder={ref} />
            </SelectTrigger>
            <SelectContent>
              {models.map((model) => (
                <SelectItem key={model.ref} value={model.ref}>
                  {model.name}
                </SelectItem>
              ))}
              <SelectItem value={another}>{t("form.customModel")}</SelectItem>
            </SelectContent>
          </Select>
          {isTyped && (
            <Input
              aria-label={text.label("baseModel")}
              aria-invalid={error ? true : undefined}
              className="min-w-64 flex-[2] font-mono"
              spellCheck={false}
              {...register("config.baseModel")}
            />
          )}
        </div>
      )}
    </Field>
  );
}
