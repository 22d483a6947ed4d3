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
import {
  type BandRendering,
  defaultRendering,
  presetBands,
  presetNames,
  type StretchName,
  stretchNameOf,
  stretchNames,
  withBands,
} from "../map/band-rendering";
import { rampGradient, rampNames } from "../map/ramps";
import { BandStretch } from "./band-stretch";
import { PanelSection } from "./panel-section";
import { useFocusMap, useWorkspace } from "./workspace-context";

/** How pixels become colours: bands, stretch, gamma. Everything shows within a frame. */
export function BandPanel() {
  const t = useTranslations("labels");
  const { scene, rendering, setRendering } = useWorkspace();
  const focusMap = useFocusMap();
  const { bands } = scene;
  const stretch = stretchNameOf(rendering, bands);
  const choose = (chosen: number[]) => setRendering(withBands(rendering, bands, chosen, stretch));
  const reset = (
    <Tooltip content={t("resetView")}>
      <Button
        variant="ghost"
        size="icon-xs"
        aria-label={t("resetView")}
        onClick={() => setRendering(defaultRendering(scene))}
      >
        <RotateCcw />
      </Button>
    </Tooltip>
  );
  return (
    <PanelSection name="bands" title={t("imagery")} action={reset}>
      {bands.length >= 3 && (
        <SegmentedControl
          size="sm"
          className="mb-2 flex w-full [&>button]:flex-1"
          aria-label={t("bandMode")}
          value={rendering.mode}
          segments={[
            { value: "rgb", label: t("threeBands") },
            { value: "single", label: t("oneBand") },
          ]}
          onValueChange={(mode) =>
            choose(
              mode === "rgb"
                ? (presetBands(bands, "trueColour") ?? [1, 2, 3])
                : [rendering.bands[0] ?? 1],
            )
          }
        />
      )}
      {rendering.mode === "rgb" && <Presets rendering={rendering} onChoose={choose} />}
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
      {rendering.mode === "single" && <Ramps rendering={rendering} onChange={setRendering} />}
      <div className="mt-2 flex items-center gap-2">
        <span className="shrink-0 text-muted-foreground text-sm">{t("stretch")}</span>
        <Select
          value={stretch}
          onValueChange={(value) => {
            const name = stretchNames.find((one) => one === value);
            if (name) setRendering(withBands(rendering, bands, rendering.bands, name));
          }}
        >
          <SelectTrigger size="sm" aria-label={t("stretch")} className="flex-1">
            <SelectValue />
          </SelectTrigger>
          <SelectContent onCloseAutoFocus={focusMap}>
            {stretchNames.map((name: StretchName) => (
              <SelectItem key={name} value={name}>
                {t(`stretchName.${name}`)}
              </SelectItem>
            ))}
          </SelectContent>
        </Select>
      </div>
      {rendering.bands.map((index, position) => (
        <BandStretch
          // biome-ignore lint/suspicious/noArrayIndexKey: the place is the channel.
          key={position}
          band={bands[index - 1]}
          colour={
            rendering.mode === "rgb" ? ["#e5484d", "#30a46c", "#3b82f6"][position] : undefined
          }
          stretch={rendering.stretches[position] ?? { low: 0, high: 1 }}
          onChange={(next) =>
            setRendering({ ...rendering, stretches: rendering.stretches.with(position, next) })
          }
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
          onValueChange={([value]) => setRendering({ ...rendering, gamma: 2 ** (value ?? 0) })}
        />
        <span className="num text-right">{rendering.gamma.toFixed(2)}</span>
      </div>
    </PanelSection>
  );
}

function channelOf(position: number): "red" | "green" | "blue" {
  return position === 0 ? "red" : position === 1 ? "green" : "blue";
}

function Presets({
  rendering,
  onChoose,
}: {
  rendering: BandRendering;
  onChoose: (bands: number[]) => void;
}) {
  const t = useTranslations("labels");
  const { scene } = useWorkspace();
  const possible = presetNames.flatMap((name) => {
    const bands = presetBands(scene.bands, name);
    return bands ? [{ name, bands }] : [];
  });
  if (possible.length < 2) return null;
  return (
    <div className="mb-2 grid grid-cols-2 gap-1">
      {possible.map(({ name, bands }) => (
        <button
          key={name}
          type="button"
          aria-pressed={rendering.bands.join() === bands.join()}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(bands)}
          className="truncate rounded-md border px-2 py-1 text-left text-sm hover:bg-accent aria-pressed:border-primary/60 aria-pressed:bg-primary/14"
        >
          {t(`preset.${name}`)}
        </button>
      ))}
    </div>
  );
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
