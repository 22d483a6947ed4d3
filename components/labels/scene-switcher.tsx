import { ChevronLeft, ChevronRight } from "lucide-react";
import { useTranslations } from "use-intl";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";
import { Tooltip } from "@/components/ui/tooltip";
import type { Scene } from "@/lib/contracts/scenes";
import { useFormat } from "@/lib/i18n/use-format";
import { useFocusMap } from "./workspace-context";

/** Which scene is on the map; the one before and the one after are a press away. */
export function SceneSwitcher({
  scene,
  scenes,
  onChoose,
}: {
  scene: Scene;
  scenes: readonly Scene[];
  onChoose: (sceneId: string) => void;
}) {
  const t = useTranslations("labels");
  const tCommon = useTranslations("common");
  const format = useFormat();
  const focusMap = useFocusMap();
  const at = scenes.findIndex((one) => one.id === scene.id);
  const step = (change: number) => {
    const next = scenes[(at + change + scenes.length) % scenes.length];
    if (next) onChoose(next.id);
  };
  return (
    <div className="floating-panel flex items-center gap-0.5 p-1">
      {scenes.length > 1 && (
        <Tooltip content={t("previousScene")}>
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label={t("previousScene")}
            onClick={() => step(-1)}
          >
            <ChevronLeft />
          </Button>
        </Tooltip>
      )}
      <Select value={scene.id} onValueChange={onChoose}>
        <SelectTrigger
          size="sm"
          aria-label={t("scene")}
          className="w-44 border-transparent bg-transparent font-medium"
        >
          <SelectValue />
        </SelectTrigger>
        <SelectContent onCloseAutoFocus={focusMap}>
          {scenes.map((one) => (
            <SelectItem key={one.id} value={one.id}>
              {one.name}
              <span className="num text-muted-foreground text-sm">
                {" "}
                {format.percent(one.tileCount > 0 ? one.labelledCount / one.tileCount : 0, 0)}
              </span>
            </SelectItem>
          ))}
        </SelectContent>
      </Select>
      {scene.simulated && (
        <Tooltip content={tCommon("simulatedHelp")}>
          <Badge>{tCommon("simulated")}</Badge>
        </Tooltip>
      )}
      {scenes.length > 1 && (
        <Tooltip content={t("nextScene")}>
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label={t("nextScene")}
            onClick={() => step(1)}
          >
            <ChevronRight />
          </Button>
        </Tooltip>
      )}
    </div>
  );
}
