import { Eye, EyeOff } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-state";
import { SegmentedControl } from "@/components/ui/segmented-control";
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";
import { Slider } from "@/components/ui/slider";
import { Switch } from "@/components/ui/switch";
import { useFormat } from "@/lib/i18n/use-format";
import { rampGradient } from "../map/ramps";
import { useBasemap } from "./basemap";
import { ExportMenu } from "./export-menu";
import { PanelSection } from "./panel-section";
import { PredictScene } from "./predict-scene";
import { TruthDialog } from "./truth/truth-dialog";
import { useFocusMap, useWorkspace } from "./workspace-context";

const none = "none";

/** What lies over the imagery: labels by people, and a model's prediction beside them. */
export function LayersPanel() {
  const t = useTranslations("labels");
  const { scene, settings, changeSettings } = useWorkspace();
  return (
    <PanelSection name="layers" title={t("layers")} action={<ExportMenu />}>
      <OpacityRow
        label={t("labelsLayer")}
        value={settings.labelOpacity}
        onChange={(labelOpacity) => changeSettings({ labelOpacity })}
      />
      <BasemapRow />
      {scene.crs.proj4 && (
        <div className="mt-2 flex items-center justify-between text-sm">
          <span id="graticule-name">{t("graticule")}</span>
          <Switch
            aria-labelledby="graticule-name"
            checked={settings.graticuleVisible}
            onCheckedChange={(graticuleVisible) => changeSettings({ graticuleVisible })}
          />
        </div>
      )}
      <div className="mt-2 flex items-center justify-between text-sm">
        <span id="overview-name">{t("overview")}</span>
        <Switch
          aria-labelledby="overview-name"
          checked={settings.overviewVisible}
          onCheckedChange={(overviewVisible) => changeSettings({ overviewVisible })}
        />
      </div>
      <PredictionLayer />
      <PredictScene />
      <TruthDialog />
    </PanelSection>
  );
}

function BasemapRow() {
  const t = useTranslations("labels");
  const { settings, changeSettings } = useWorkspace();
  const basemap = useBasemap();
  if (!basemap) return null;
  return (
    <div className="mt-2">
      <OpacityRow
        label={t("basemap")}
        value={settings.basemapOpacity}
        onChange={(basemapOpacity) => changeSettings({ basemapOpacity })}
      />
    </div>
  );
}

function OpacityRow({
  label,
  value,
  onChange,
}: {
  label: string;
  value: number;
  onChange: (value: number) => void;
}) {
  const format = useFormat();
  return (
    <div className="grid grid-cols-[5.5rem_1fr_2.75rem] items-center gap-2 text-sm">
      <span className="truncate">{label}</span>
      <Slider
        aria-label={label}
        value={[value]}
        min={0}
        max={1}
        step={0.05}
        onValueChange={([next]) => onChange(next ?? 0)}
      />
      <span className="num text-right text-muted-foreground">{format.percent(value, 0)}</span>
    </div>
  );
}

function PredictionLayer() {
  const t = useTranslations("labels");
  const format = useFormat();
  const { prediction, settings, changeSettings } = useWorkspace();
  const { predictions, chosen, shows } = prediction;
  const focusMap = useFocusMap();
  if (prediction.problem) return <ErrorNote error={prediction.problem} className="mt-2" />;
  if (predictions.length === 0) {
    return <p className="mt-2 text-muted-foreground text-sm">{t("noPredictions")}</p>;
  }
  return (
    <div className="mt-2 flex flex-col gap-2">
      <div className="flex items-center gap-1">
        <Select
          value={chosen?.id ?? none}
          onValueChange={(value) => prediction.choose(value === none ? null : value)}
        >
          <SelectTrigger size="sm" aria-label={t("predictionLayer")} className="min-w-0 flex-1">
            <SelectValue />
          </SelectTrigger>
          <SelectContent onCloseAutoFocus={focusMap}>
            <SelectItem value={none}>{t("noPrediction")}</SelectItem>
            {predictions.map((one) => (
              <SelectItem key={one.id} value={one.id}>
                {one.modelName} · {format.relativeTime(one.createdAtMs)}
              </SelectItem>
            ))}
          </SelectContent>
        </Select>
        {chosen && (
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label={t("showPrediction")}
            aria-pressed={prediction.visible}
            onClick={() => prediction.setVisible(!prediction.visible)}
          >
            {prediction.visible ? <Eye /> : <EyeOff />}
          </Button>
        )}
      </div>
      {chosen && (
        <>
          <SegmentedControl
            size="sm"
            className="flex w-full [&>button]:flex-1"
            aria-label={t("predictionShows")}
            value={shows}
            segments={[
              { value: "classes", label: t("shows.classes") },
              { value: "confidence", label: t("shows.confidence") },
            ]}
            onValueChange={prediction.setShows}
          />
          <OpacityRow
            label={t("predictionLayer")}
            value={settings.predictionOpacity}
            onChange={(predictionOpacity) => changeSettings({ predictionOpacity })}
          />
          {shows === "confidence" && (
            <div className="flex items-center gap-2 text-muted-foreground text-sm">
              <span>{t("unsure")}</span>
              <span
                aria-hidden
                className="h-2 flex-1 rounded-full"
                style={{ backgroundImage: rampGradient("viridis") }}
              />
              <span>{t("sure")}</span>
            </div>
          )}
          <p className="text-muted-foreground text-sm">
            {t("howShown")}
            {chosen.agreement && chosen.agreement.comparedCount > 0 && (
              <>
                {" "}
                {t("agreement", {
                  share: format.percent(
                    chosen.agreement.agreedCount / chosen.agreement.comparedCount,
                  ),
                  amount: chosen.agreement.comparedCount,
                  count: format.count(chosen.agreement.comparedCount),
                })}
              </>
            )}
          </p>
        </>
      )}
    </div>
  );
}
