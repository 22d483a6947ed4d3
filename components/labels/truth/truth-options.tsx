import { useId } from "react";
import { useTranslations } from "use-intl";
import { Slider } from "@/components/ui/slider";
import { Switch } from "@/components/ui/switch";
import { useFormat } from "@/lib/i18n/use-format";

/** How sure a tile must be, and whether labels that are there stay. */
export function TruthOptions({
  minShare,
  keepLabelled,
  countsPoints,
  onShare,
  onKeep,
}: {
  minShare: number;
  keepLabelled: boolean;
  countsPoints: boolean;
  onShare: (share: number) => void;
  onKeep: (keep: boolean) => void;
}) {
  const t = useTranslations("truth");
  const format = useFormat();
  const keepId = useId();
  return (
    <div className="flex flex-col gap-2 text-sm">
      <div className="grid grid-cols-[1fr_8rem_2.75rem] items-center gap-2">
        <span>{countsPoints ? t("pointShare") : t("tileShare")}</span>
        <Slider
          aria-label={countsPoints ? t("pointShare") : t("tileShare")}
          value={[minShare]}
          min={0.05}
          max={1}
          step={0.05}
          onValueChange={([next]) => onShare(next ?? 0.5)}
        />
        <span className="num text-right text-muted-foreground">{format.percent(minShare, 0)}</span>
      </div>
      <div className="flex items-center justify-between gap-2">
        <span id={keepId}>{t("keepLabelled")}</span>
        <Switch aria-labelledby={keepId} checked={keepLabelled} onCheckedChange={onKeep} />
      </div>
    </div>
  );
}
