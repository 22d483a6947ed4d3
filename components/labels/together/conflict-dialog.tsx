import { MapPin } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { ColourSwatch } from "@/components/ui/colour-swatch";
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import { Tooltip } from "@/components/ui/tooltip";
import { tileIndex } from "@/lib/geo/grid";
import { useFormat } from "@/lib/i18n/use-format";
import { useValue } from "../value-store";
import { useFocusMap, useWorkspace } from "../workspace-context";
import type { KeptLabels } from "./conflict-store";
import { Initials } from "./people-strip";
import { useAgree } from "./use-agree";

/** What others had labelled unseen, by person, class and wish; each can still be taken over. */
export function ConflictDialog() {
  const t = useTranslations("together");
  const { together } = useWorkspace();
  const kept = useValue(together.conflicts);
  const open = useValue(together.conflictsOpen);
  const onOpenChange = (isOpen: boolean) => together.conflictsOpen.set(isOpen);
  const focusMap = useFocusMap();
  return (
    <Dialog open={open && kept.length > 0} onOpenChange={onOpenChange}>
      <DialogContent className="max-w-xl" onCloseAutoFocus={focusMap}>
        <DialogHeader>
          <DialogTitle>{t("conflictMany", { count: together.conflicts.tileCount })}</DialogTitle>
          <DialogDescription>{t("conflictsHelp")}</DialogDescription>
        </DialogHeader>
        <DialogBody>
          <ul className="flex flex-col divide-y rounded-md border">
            {kept.map((one) => (
              <ConflictRow
                key={`${one.sceneId} ${one.labelledBy.id} ${one.classId} ${one.wantedClassId} ${one.inReview}`}
                kept={one}
                onShown={() => onOpenChange(false)}
              />
            ))}
          </ul>
        </DialogBody>
        <DialogFooter>
          <Button
            onClick={() => {
              together.conflicts.clear();
              onOpenChange(false);
            }}
          >
            {t("leaveAsTheyAre")}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}

function ConflictRow({ kept, onShown }: { kept: KeptLabels; onShown: () => void }) {
  const t = useTranslations("together");
  const tActs = useTranslations("acts");
  const format = useFormat();
  const { scene, selection, goTo, map } = useWorkspace();
  const agree = useAgree();
  const isHere = kept.sceneId === scene.id;
  const show = () => {
    const [first] = kept.tiles;
    selection.replace(kept.tiles.map(([row, col]) => tileIndex({ row, col }, scene.gridCols)));
    if (first) {
      const tile = { row: first[0], col: first[1] };
      goTo(tile);
      map?.focus(tile);
    }
    onShown();
  };
  return (
    <li className="flex items-center gap-3 px-3 py-2 text-sm" data-conflict>
      <Initials person={kept.labelledBy} />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-1.5">
          <span className="truncate font-medium">{kept.labelledBy.name}</span>
          <ClassName classId={kept.classId} />
          <span className="text-muted-foreground">{t("insteadOf")}</span>
          <ClassName classId={kept.wantedClassId} />
        </p>
        <p className="num text-muted-foreground">
          {tActs("tiles", { count: kept.tiles.length })} · {format.relativeTime(kept.atMs)} ·{" "}
          {kept.inReview ? t("inReview") : t("unchanged")}
          {!isHere && ` · ${t("otherScene")}`}
        </p>
      </div>
      {isHere && (
        <>
          <Tooltip content={t("showOnMap")}>
            <Button variant="ghost" size="icon-sm" aria-label={t("showOnMap")} onClick={show}>
              <MapPin />
            </Button>
          </Tooltip>
          {kept.inReview && (
            <Button variant="secondary" size="sm" onClick={() => agree(kept)}>
              {t("agree")}
            </Button>
          )}
        </>
      )}
    </li>
  );
}

function ClassName({ classId }: { classId: string | null }) {
  const t = useTranslations("labels");
  const { project } = useWorkspace();
  const one = project.classes.find((candidate) => candidate.id === classId);
  return (
    <span className="flex min-w-0 items-center gap-1">
      {one && <ColourSwatch colour={one.colour} />}
      <span className="truncate">{one?.name ?? t("unlabelled")}</span>
    </span>
  );
}
