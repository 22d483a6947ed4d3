"use client";

import { useState } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import { useTranslations } from "use-intl";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { layersText, parseLayers } from "./layer-numbers";
import type { RunFormValues } from "./run-form";
import { useSettingError } from "./run-setting-field";
import { useSettingText } from "./use-setting-text";

/** The blocks that are adapted, as numbers and ranges. */
export function LayersField() {
  const t = useTranslations("runs");
  const text = useSettingText();
  const error = useSettingError("lora.layers");
  const { setValue } = useFormContext<RunFormValues>();
  const value = useWatch<RunFormValues, "config.lora.layers">({ name: "config.lora.layers" });
  const [typed, setTyped] = useState<string | null>(null);
  const read = typed === null ? value : parseLayers(typed);
  const change = (next: string) => {
    setTyped(next);
    const layers = parseLayers(next);
    if (layers === undefined) return;
    setValue("config.lora.layers", layers, { shouldDirty: true, shouldValidate: true });
  };
  return (
    <Field
      label={text.label("lora.layers")}
      help={text.help("lora.layers")}
      error={read === undefined ? t("problems.layers") : error}
    >
      {(ids) => (
        <Input
          {...ids}
          spellCheck={false}
          placeholder={t("form.allBlocks")}
          value={typed ?? layersText(value)}
          onChange={(event) => change(event.target.value)}
          // What cannot be read was not taken over; leaving shows what counts.
          onBlur={() => setTyped(null)}
        />
      )}
    </Field>
  );
}
