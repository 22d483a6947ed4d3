import { RotateCcw } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { SegmentedControl } from "@/components/ui/segmented-control";
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";
import { Slider } from "@/components/ui/slider";
import { Tooltip } from "@/components/ui/tooltip";
import { cn } from "@/lib/cn";
import type { Band } from "@/lib/contracts/scenes";
import { type BandRendering, indexFormula, presetBands, withBands } from "../map/band-rendering";
import { rampGradient, rampNames } from "../map/ramps";
import { BandStretch } from "./band-stretch";
import { CompositeChoice } from "./composite-choice";
import { FormulaFields } from "./formula-fields";
import { PanelSection } from "./panel-section";
import { SavedViews } from "./saved-views";
import { StretchChoice } from "./stretch-choice";
import { useFocusMap, useWorkspace } from "./workspace-context";

/** How pixels become colours: saved views, bands or formulas, stretch, gamma. */
export function BandPanel() {
  const t = useTranslations("labels");
  const { scene, rendering, setRendering, looks, settings } = useWorkspace();
  const reset = (
    <Tooltip content={t("resetView")}>
      <Button variant="ghost" size="icon-xs" aria-label={t("resetView")} onClick={looks.reset}>
        <RotateCcw />
      </Button>
    </Tooltip>
  );
  return (
    <PanelSection name="bands" title={t("imagery")} action={reset}>
      <SavedViews />
      <CompositeChoice />
      <ModeChoice />
      {rendering.formulas ? (
        <FormulaFields
          shown={rendering.formulas}
          bandCount={scene.bands.length}
          onShow={looks.showFormulas}
        />
      ) : (
        <BandFields />
      )}
      {rendering.mode === "single" && <Ramps rendering={rendering} onChange={setRendering} />}
      <StretchChoice />
      {rendering.stretches.map((stretch, position) => (
        <BandStretch
          // biome-ignore lint/suspicious/noArrayIndexKey: the place is the channel.
          key={position}
          name={channelText(rendering, scene.bands, position)}
          statistics={looks.channels[position]}
          colour={
            rendering.mode === "rgb" ? ["#e5484d", "#30a46c", "#3b82f6"][position] : undefined
          }
          stretch={stretch}
          isLog={settings.histogramLog}
          onChange={(next) => looks.setStretchOf(position, next)}
          onReset={() => looks.resetStretchOf(position)}
        />
      ))}
      <div className="mt-2 grid grid-cols-[auto_1fr_2rem] items-center gap-2 text-sm">
        <span className="text-muted-foreground">{t("gamma")}</span>
        <Slider
          aria-label={t("gamma")}
          value={[Math.log2(rendering.gamma)]}
          min={-1.5}
          max={1.5}
          step={0.05}
          title={t("gammaHelp")}
          onValueChange={([value]) => setRendering({ ...rendering, gamma: 2 ** (value ?? 0) })}
          onDoubleClick={() => setRendering({ ...rendering, gamma: 1 })}
        />
        <span className="num text-right">{rendering.gamma.toFixed(2)}</span>
      </div>
    </PanelSection>
  );
}

function channelText(rendering: BandRendering, bands: readonly Band[], position: number): string {
  return rendering.formulas?.[position] ?? bands[(rendering.bands[position] ?? 0) - 1]?.name ?? "";
}

/** Three bands, one band, or formulas. */
function ModeChoice() {
  const t = useTranslations("labels");
  const { scene, rendering, setRendering, looks } = useWorkspace();
  const { bands } = scene;
  const segments = [
    ...(bands.length >= 3 ? [{ value: "rgb" as const, label: t("threeBands") }] : []),
    { value: "single" as const, label: t("oneBand") },
    { value: "formula" as const, label: t("formula") },
  ];
  return (
    <SegmentedControl
      size="sm"
      className="mb-2 flex w-full [&>button]:flex-1 [&>button]:px-1"
      aria-label={t("bandMode")}
      value={rendering.formulas ? "formula" : rendering.mode}
      segments={segments}
      onValueChange={(mode) => {
        if (mode === "formula") {
          looks.showFormulas([indexFormula(bands, "ndvi") ?? `b${rendering.bands[0] ?? 1}`]);
          return;
        }
        const chosen =
          mode === "rgb"
            ? (presetBands(bands, "trueColour") ?? [1, 2, 3])
            : [rendering.bands[0] ?? 1];
        setRendering(withBands(rendering, bands, chosen, looks.stretchName));
      }}
    />
  );
}

function BandFields() {
  const t = useTranslations("labels");
  const { scene, rendering, setRendering, looks } = useWorkspace();
  const { bands } = scene;
  const choose = (chosen: number[]) =>
    setRendering(withBands(rendering, bands, chosen, looks.stretchName));
  return (
    <div className={cn("grid gap-1.5", rendering.mode === "rgb" && "grid-cols-3")}>
      {rendering.bands.map((index, position) => (
        <BandSelect
          // biome-ignore lint/suspicious/noArrayIndexKey: the place is the channel.
          key={position}
          label={t(rendering.mode === "rgb" ? `channel.${channelOf(position)}` : "band")}
          bands={bands}
          value={index}
          onChange={(band) => choose(rendering.bands.with(position, band))}
        />
      ))}
    </div>
  );
}

function channelOf(position: number): "red" | "green" | "blue" {
  return position === 0 ? "red" : position === 1 ? "green" : "blue";
}

function BandSelect({
  label,
  bands,
  value,
  onChange,
}: {
  label: string;
  bands: readonly Band[];
  value: number;
  onChange: (band: number) => void;
}) {
  const focusMap = useFocusMap();
  return (
    <Select value={String(value)} onValueChange={(next) => onChange(Number(next))}>
      <SelectTrigger size="sm" aria-label={label} title={label} className="min-w-0">
        <SelectValue />
      </SelectTrigger>
      <SelectContent onCloseAutoFocus={focusMap}>
        {bands.map((band) => (
          <SelectItem key={band.index} value={String(band.index)}>
            {bandText(band)}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  );
}

/** "3 · Red"; bands without a name of their own are only numbered. */
function bandText(band: Band): string {
  const name = band.name.trim();
  const isNumber = name === "" || /^band[ _-]?\d+$/i.test(name);
  return isNumber ? `B${band.index}` : `${band.index} · ${name}`;
}

function Ramps({
  rendering,
  onChange,
}: {
  rendering: BandRendering;
  onChange: (rendering: BandRendering) => void;
}) {
  const t = useTranslations("labels");
  return (
    <div className="mt-2 grid grid-cols-4 gap-1">
      {rampNames.map((name) => (
        <button
          key={name}
          type="button"
          aria-label={t(`ramp.${name}`)}
          title={t(`ramp.${name}`)}
          aria-pressed={rendering.ramp === name}
          onClick={() => onChange({ ...rendering, ramp: name })}
          className="h-5 rounded-sm ring-1 ring-foreground/15 ring-inset aria-pressed:outline-2 aria-pressed:outline-ring aria-pressed:outline-offset-1"
          style={{ backgroundImage: rampGradient(name) }}
        />
      ))}
    </div>
  );
}
