import { useTranslations } from "use-intl";
import { ActHistory } from "./act-history";
import { BandPanel } from "./band-panel";
import { ComparePanel } from "./compare-panel";
import { LayersPanel } from "./layers-panel";
import { TileInspector } from "./tile-inspector";
import { AreasPanel } from "./together/areas-panel";
import { useWorkspace } from "./workspace-context";

/** The tile, the imagery, the second view, the layers and what was done; away for labels from a file. */
export function SidePanel() {
  const t = useTranslations("labels");
  const { truth } = useWorkspace();
  if (truth.file) return null;
  return (
    <aside
      aria-label={t("panel")}
      className="floating-panel max-h-full overflow-y-auto overscroll-contain"
    >
      <TileInspector />
      <BandPanel />
      <ComparePanel />
      <LayersPanel />
      <AreasPanel />
      <ActHistory />
    </aside>
  );
}
