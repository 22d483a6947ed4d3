import { useTranslations } from "use-intl";
import { Switch } from "@/components/ui/switch";
import { useAreas } from "../together/use-areas";
import { useWorkspace } from "../workspace-context";

/** Only the tiles of one's own work areas; not there where a scene has none. */
export function MyAreaRow() {
  const t = useTranslations("wall");
  const { scene, wall } = useWorkspace();
  const { areas } = useAreas(scene.id);
  const { queue, change } = wall.queue;
  if (areas.length === 0 && !queue.myArea) return null;
  return (
    <div className="flex items-center justify-between gap-2 text-sm">
      <span id="queue-my-area" className="text-muted-foreground">
        {t("onlyMyArea")}
      </span>
      <Switch
        aria-labelledby="queue-my-area"
        checked={queue.myArea}
        onCheckedChange={(myArea) => change({ myArea })}
      />
    </div>
  );
}
