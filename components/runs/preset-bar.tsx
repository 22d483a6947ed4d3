"use client";

import { useTranslations } from "use-intl";
import { cn } from "@/lib/cn";
import { type PresetName, presetNames } from "./presets";

/** The ready-made settings; the one that the form equals is marked. */
export function PresetBar({
  chosen,
  onChoose,
}: {
  chosen: PresetName | null;
  onChoose: (name: PresetName) => void;
}) {
  const t = useTranslations("runs");
  return (
    <fieldset
      aria-label={t("form.presets")}
      className="grid grid-cols-2 gap-2 md:grid-cols-3 xl:grid-cols-6"
    >
      {presetNames.map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={chosen === name}
          onClick={() => onChoose(name)}
          className={cn(
            "flex flex-col items-start rounded-md border bg-card px-3 py-2 text-left transition-colors hover:border-ring/60",
            chosen === name && "border-primary bg-primary/6",
          )}
        >
          <span className="block font-medium">{t(`presets.${name}.title`)}</span>
          <span className="block text-muted-foreground text-sm">{t(`presets.${name}.text`)}</span>
        </button>
      ))}
    </fieldset>
  );
}
