import { LayoutGrid, Map as MapIcon } from "lucide-react";
import { useTranslations } from "use-intl";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Tooltip } from "@/components/ui/tooltip";
import { useWorkspace } from "../workspace-context";

/** The same tiles on the map or side by side. */
export function ViewSwitch() {
  const t = useTranslations("wall");
  const { settings, changeSettings } = useWorkspace();
  return (
    <Tooltip content={t("switch")} keys={["M"]}>
      <div className="floating-panel flex items-center p-1">
        <SegmentedControl
          size="sm"
          aria-label={t("switch")}
          value={settings.view}
          onValueChange={(view) => changeSettings({ view })}
          segments={[
            { value: "map", label: <Named icon={<MapIcon />} name={t("view.map")} /> },
            { value: "wall", label: <Named icon={<LayoutGrid />} name={t("view.wall")} /> },
          ]}
        />
      </div>
    </Tooltip>
  );
}

function Named({ icon, name }: { icon: React.ReactNode; name: string }) {
  return (
    <>
      {icon}
      {name}
    </>
  );
}
