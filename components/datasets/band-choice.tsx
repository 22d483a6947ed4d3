"use client";

import { useTranslations } from "use-intl";
import { Field } from "@/components/ui/field";
import type { Scene } from "@/lib/contracts/scenes";
import type { DraftFieldProps } from "./draft-fields";
import { bandPresetNames, bandPresets, commonBands } from "./plan-draft";

/** Which bands in which order: a usual choice, or one by one. */
export function BandChoice({
  draft,
  change,
  error,
  scenes,
}: DraftFieldProps & { scenes: readonly Scene[] }) {
  const t = useTranslations("datasets");
  const bands = commonBands(scenes.filter((scene) => draft.sceneIds.includes(scene.id)));
  const presets = bandPresets(bands);
  const chosen = draft.bands.join();
  const toggle = (index: number) =>
    change({
      bands: draft.bands.includes(index)
        ? draft.bands.filter((one) => one !== index)
        : [...draft.bands, index],
    });
  return (
    <Field label={t("builder.bands")} help={t("builder.bandsHelp")} error={error}>
      <div className="flex flex-wrap gap-1.5">
        {bandPresetNames.map((name) => {
          const preset = presets[name];
          return (
            preset && (
              <button
                key={name}
                type="button"
                aria-pressed={preset.join() === chosen}
                onClick={() => change({ bands: preset })}
                className="h-6 rounded-md border bg-card px-2 text-sm hover:border-ring/60 aria-pressed:border-primary aria-pressed:bg-primary/8 aria-pressed:text-primary"
              >
                {t(`builder.bandPresets.${name}`)}
              </button>
            )
          );
        })}
      </div>
      <div className="flex flex-wrap gap-1">
        {bands.map((band) => {
          const place = draft.bands.indexOf(band.index);
          return (
            <button
              key={band.index}
              type="button"
              aria-pressed={place >= 0}
              onClick={() => toggle(band.index)}
              className="inline-flex h-6 items-center gap-1.5 rounded-sm border bg-card px-1.5 text-muted-foreground text-sm hover:text-foreground aria-pressed:border-transparent aria-pressed:bg-secondary aria-pressed:text-foreground"
            >
              {place >= 0 && (
                <span className="num rounded-[3px] bg-foreground/10 px-1 text-xs">{place + 1}</span>
              )}
              <span className="num opacity-60">{band.index}</span>
              {band.name}
            </button>
          );
        })}
      </div>
    </Field>
  );
}
