import { useTranslations } from "use-intl";
import { SegmentedControl } from "@/components/ui/segmented-control";
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";
import { Toggle } from "@/components/ui/toggle";
import { stretchNames } from "../map/band-rendering";
import { useFocusMap, useWorkspace } from "./workspace-context";

/** By which rule values become dark and bright, and of what the statistics are that it goes by. */
export function StretchChoice() {
  const t = useTranslations("labels");
  const { looks, settings, changeSettings } = useWorkspace();
  const focusMap = useFocusMap();
  return (
    <>
      <div className="mt-2 flex items-center gap-2">
        <span className="shrink-0 text-muted-foreground text-sm">{t("stretch")}</span>
        <Select
          value={looks.stretchName}
          onValueChange={(value) => {
            const name = stretchNames.find((one) => one === value);
            if (name && name !== "custom") looks.setStretch(name);
          }}
        >
          <SelectTrigger size="sm" aria-label={t("stretch")} className="min-w-0 flex-1">
            <SelectValue />
          </SelectTrigger>
          <SelectContent onCloseAutoFocus={focusMap}>
            {stretchNames.map((name) => (
              <SelectItem
                key={name}
                value={name}
                disabled={name === "custom" && looks.stretchName !== "custom"}
              >
                {t(`stretchName.${name}`)}
              </SelectItem>
            ))}
          </SelectContent>
        </Select>
      </div>
      <div className="mt-1.5 flex items-center gap-2">
        <SegmentedControl
          size="sm"
          className="flex min-w-0 flex-1 [&>button]:flex-1 [&>button]:px-1"
          aria-label={t("statisticsOf")}
          value={looks.source}
          segments={[
            { value: "scene", label: t("statisticsSource.scene") },
            { value: "view", label: t("statisticsSource.view") },
          ]}
          onValueChange={looks.setSource}
        />
        <Toggle
          pressed={settings.histogramLog}
          aria-label={t("histogramLog")}
          title={t("histogramLog")}
          onPressedChange={(histogramLog) => changeSettings({ histogramLog })}
        >
          log
        </Toggle>
      </div>
    </>
  );
}
