"use client";

import { useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { type CurveAxis, curveAxes } from "@/components/charts/curves";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Slider } from "@/components/ui/slider";
import { Switch } from "@/components/ui/switch";

const choicesSchema = z.object({
  axis: z.enum(curveAxes).catch("step"),
  logScale: z.boolean().catch(false),
  smoothing: z.number().min(0).max(0.99).catch(0.6),
});
export type ChartChoices = z.infer<typeof choicesSchema>;

const storageKey = "tilewright-charts";
const defaults = choicesSchema.parse({});
let current: ChartChoices | null = null;
const listeners = new Set<() => void>();

function read(): ChartChoices {
  if (current) return current;
  try {
    current = choicesSchema.parse(JSON.parse(localStorage.getItem(storageKey) ?? "{}"));
  } catch {
    current = defaults;
  }
  return current;
}

function write(next: ChartChoices): void {
  current = next;
  localStorage.setItem(storageKey, JSON.stringify(next));
  for (const listener of listeners) listener();
}

/** How curves are drawn: remembered by the browser, the same on every page. */
export function useChartChoices(): [ChartChoices, (change: Partial<ChartChoices>) => void] {
  const choices = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    read,
    () => defaults,
  );
  return [choices, (change) => write({ ...read(), ...change })];
}

export function ChartChoicesBar() {
  const t = useTranslations("runs");
  const [choices, change] = useChartChoices();
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
      <SegmentedControl<CurveAxis>
        size="sm"
        aria-label={t("charts.axis")}
        value={choices.axis}
        onValueChange={(axis) => change({ axis })}
        segments={curveAxes.map((axis) => ({ value: axis, label: t(`axis.${axis}`) }))}
      />
      <div className="flex items-center gap-2">
        <span id="smoothing" className="text-muted-foreground text-sm">
          {t("charts.smoothing")}
        </span>
        <Slider
          className="w-28"
          aria-labelledby="smoothing"
          min={0}
          max={0.99}
          step={0.01}
          value={[choices.smoothing]}
          onValueChange={([smoothing = 0]) => change({ smoothing })}
        />
        <span className="num w-8 text-right text-sm">{choices.smoothing.toFixed(2)}</span>
      </div>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the switch inside is the control. */}
      <label className="flex items-center gap-2 text-sm">
        <Switch checked={choices.logScale} onCheckedChange={(logScale) => change({ logScale })} />
        {t("charts.logScale")}
      </label>
      <span className="ml-auto hidden text-muted-foreground text-sm lg:inline">
        {t("charts.zoomHint")}
      </span>
    </div>
  );
}
