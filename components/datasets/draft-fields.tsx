"use client";

import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Checkbox } from "@/components/ui/checkbox";
import { ColourSwatch } from "@/components/ui/colour-swatch";
import { Field } from "@/components/ui/field";
import { NumberInput } from "@/components/ui/number-input";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { cn } from "@/lib/cn";
import type { Project } from "@/lib/contracts/projects";
import type { Scene } from "@/lib/contracts/scenes";
import { useFormat } from "@/lib/i18n/use-format";
import { bandPresetNames, bandPresets, commonBands, type PlanDraft } from "./plan-draft";

export interface DraftFieldProps {
  draft: PlanDraft;
  change: (change: Partial<PlanDraft>) => void;
  /** What is wrong with this choice. */
  error?: string;
}

/** A titled group of choices with "all" and "none". */
function ChoiceGroup({
  title,
  count,
  error,
  onAll,
  onNone,
  children,
}: {
  title: string;
  count: string;
  error?: string;
  onAll: () => void;
  onNone: () => void;
  children: ReactNode;
}) {
  const t = useTranslations("datasets");
  const quiet = "rounded-sm text-primary text-sm hover:underline";
  return (
    <fieldset data-invalid={error ? "" : undefined}>
      <legend className="sr-only">{title}</legend>
      <div className="mb-1.5 flex items-baseline gap-2">
        <span aria-hidden className="font-medium">
          {title}
        </span>
        <span className="num text-muted-foreground text-sm">{count}</span>
        <span className="ml-auto flex gap-3">
          <button type="button" className={quiet} onClick={onAll}>
            {t("builder.all")}
          </button>
          <button type="button" className={quiet} onClick={onNone}>
            {t("builder.none")}
          </button>
        </span>
      </div>
      {children}
      {error && (
        <p role="alert" className="mt-1.5 text-destructive text-sm">
          {error}
        </p>
      )}
    </fieldset>
  );
}

function toggled(list: readonly string[], one: string, order: readonly string[]): string[] {
  const next = new Set(list);
  if (!next.delete(one)) next.add(one);
  return order.filter((id) => next.has(id));
}

const listClasses = "max-h-56 divide-y overflow-y-auto rounded-md border bg-card";
const rowClasses = "flex items-center gap-2.5 px-2.5 py-1.5 hover:bg-muted/60";

export function SceneChoice({
  draft,
  change,
  error,
  scenes,
}: DraftFieldProps & { scenes: readonly Scene[] }) {
  const t = useTranslations("datasets");
  const format = useFormat();
  const ids = scenes.map((scene) => scene.id);
  return (
    <ChoiceGroup
      title={t("builder.scenes")}
      count={`${draft.sceneIds.length} / ${scenes.length}`}
      error={error}
      onAll={() => change({ sceneIds: ids })}
      onNone={() => change({ sceneIds: [] })}
    >
      <div className={listClasses}>
        {scenes.map((scene) => (
          <label key={scene.id} htmlFor={`scene-${scene.id}`} className={rowClasses}>
            <Checkbox
              id={`scene-${scene.id}`}
              checked={draft.sceneIds.includes(scene.id)}
              onCheckedChange={() => change({ sceneIds: toggled(draft.sceneIds, scene.id, ids) })}
            />
            <span className="min-w-0 flex-1 truncate">{scene.name}</span>
            <span
              className={cn(
                "num text-muted-foreground text-sm",
                scene.labelledCount === 0 && "text-warning",
              )}
            >
              {t("builder.labelledOf", {
                labelled: format.count(scene.labelledCount),
                total: format.count(scene.tileCount),
              })}
            </span>
          </label>
        ))}
      </div>
    </ChoiceGroup>
  );
}

export function ClassChoice({
  draft,
  change,
  error,
  project,
}: DraftFieldProps & { project: Project }) {
  const t = useTranslations("datasets");
  const format = useFormat();
  const classes = project.classes.filter((one) => !one.archived);
  const ids = classes.map((one) => one.id);
  return (
    <ChoiceGroup
      title={t("builder.classes")}
      count={`${draft.classIds.length} / ${classes.length}`}
      error={error}
      onAll={() => change({ classIds: ids })}
      onNone={() => change({ classIds: [] })}
    >
      <div className={listClasses}>
        {classes.map((one) => (
          <label key={one.id} htmlFor={`class-${one.id}`} className={rowClasses}>
            <Checkbox
              id={`class-${one.id}`}
              checked={draft.classIds.includes(one.id)}
              onCheckedChange={() => change({ classIds: toggled(draft.classIds, one.id, ids) })}
            />
            <ColourSwatch colour={one.colour} />
            <span className="min-w-0 flex-1 truncate">{one.name}</span>
            <span className="num text-muted-foreground text-sm">
              {format.count(project.classCounts[one.id] ?? 0)}
            </span>
          </label>
        ))}
      </div>
    </ChoiceGroup>
  );
}

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

export function RangeChoice({ draft, change, error }: DraftFieldProps) {
  const t = useTranslations("datasets");
  const { range } = draft;
  return (
    <div className="flex flex-col gap-3">
      <Field label={t("builder.range")} help={t("builder.rangeHelp")} error={error}>
        <SegmentedControl
          aria-label={t("builder.range")}
          value={range.kind}
          onValueChange={(kind) => change({ range: { ...range, kind } })}
          segments={[
            { value: "percentiles", label: t("builder.rangePercentiles") },
            { value: "fixed", label: t("builder.rangeFixed") },
          ]}
        />
      </Field>
      {range.kind === "fixed" && (
        <div className="grid grid-cols-2 gap-3">
          {(["low", "high"] as const).map((end) => (
            <Field key={end} label={t(`builder.${end}`)}>
              {(ids) => (
                <NumberInput
                  {...ids}
                  value={range[end]}
                  step={100}
                  onValueChange={(value) => change({ range: { ...range, [end]: value } })}
                />
              )}
            </Field>
          ))}
        </div>
      )}
    </div>
  );
}
