import { Crosshair, Settings2, SquareDashedMousePointer } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { useMe } from "@/components/auth/me-context";
import { Button } from "@/components/ui/button";
import { Tooltip } from "@/components/ui/tooltip";
import type { Area } from "@/lib/contracts/areas";
import { PanelSection } from "../panel-section";
import { useWorkspace } from "../workspace-context";
import { AreaList } from "./area-list";
import { AreaSetup } from "./area-setup";
import { ToggleRow } from "./toggle-row";
import { ownAreas, useAreaActs, useAreas } from "./use-areas";
import { useGoToArea } from "./use-go-to-area";

/** Work areas: one's own, the next free one, whose the others are, and giving them out. */
export function AreasPanel() {
  const t = useTranslations("together");
  const me = useMe();
  const mayGiveOut = me.permissions.includes("project.write");
  const [setupOpen, setSetupOpen] = useState(false);
  return (
    <>
      <PanelSection
        name="areas"
        title={t("areas")}
        action={
          mayGiveOut && (
            <Tooltip content={t("setUpAreas")}>
              <Button
                variant="ghost"
                size="icon-sm"
                aria-label={t("setUpAreas")}
                onClick={() => setSetupOpen(true)}
              >
                <Settings2 />
              </Button>
            </Tooltip>
          )
        }
      >
        <Areas mayGiveOut={mayGiveOut} />
      </PanelSection>
      {mayGiveOut && <AreaSetup open={setupOpen} onOpenChange={setSetupOpen} />}
    </>
  );
}

function Areas({ mayGiveOut }: { mayGiveOut: boolean }) {
  const t = useTranslations("together");
  const me = useMe();
  const { scene, canLabel, settings, changeSettings, wall } = useWorkspace();
  const { areas } = useAreas(scene.id);
  const own = ownAreas(areas, me.id);
  if (areas.length === 0) {
    return (
      <p className="text-muted-foreground text-sm">{mayGiveOut ? t("noAreasYet") : t("noAreas")}</p>
    );
  }
  const freeCount = areas.filter((area) => !area.holder).length;
  return (
    <div className="flex flex-col gap-2">
      {canLabel && <NextArea own={own} freeCount={freeCount} />}
      {own.length > 0 && (
        <ToggleRow
          id="areas-only-mine"
          label={t("onlyMyArea")}
          checked={wall.queue.queue.myArea}
          onChange={(myArea) => wall.queue.change({ myArea })}
        />
      )}
      <ToggleRow
        id="areas-visible"
        label={t("showAreas")}
        checked={settings.areasVisible}
        onChange={(areasVisible) => changeSettings({ areasVisible })}
      />
      <AreaList areas={areas} mayGiveOut={mayGiveOut} />
    </div>
  );
}

/** Takes the next free area and goes to work in it. */
function NextArea({ own, freeCount }: { own: readonly Area[]; freeCount: number }) {
  const t = useTranslations("together");
  const { scene, wall } = useWorkspace();
  const goToArea = useGoToArea();
  const { claim } = useAreaActs(scene.id);
  const unfinished = own.find((area) => area.labelledCount < area.tileCount);
  const take = () =>
    claim.mutate(undefined, {
      onSuccess: ({ area }) => {
        if (!area) {
          toast.info(t("noneLeft"));
          return;
        }
        wall.queue.change({ myArea: true });
        goToArea(area);
      },
    });
  if (unfinished) {
    return (
      <Button variant="secondary" size="sm" onClick={() => goToArea(unfinished)}>
        <Crosshair />
        {t("goToMyArea")}
      </Button>
    );
  }
  return (
    <Button size="sm" loading={claim.isPending} disabled={freeCount === 0} onClick={take}>
      <SquareDashedMousePointer />
      {t("nextArea", { count: freeCount })}
    </Button>
  );
}
