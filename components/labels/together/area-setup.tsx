import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import { NumberInput } from "@/components/ui/number-input";
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";
import { defaultLeaseMinutes, maxAreasPerScene } from "@/lib/contracts/areas";
import { tileOfIndex } from "@/lib/geo/grid";
import type { TileRectangle } from "@/lib/geo/rectangle";
import { useFormat } from "@/lib/i18n/use-format";
import { useFocusMap, useWorkspace } from "../workspace-context";
import { ToggleRow } from "./toggle-row";
import { useAreaActs, useAreas } from "./use-areas";

const leases = [30, 120, 8 * 60, 24 * 60, 7 * 24 * 60] as const;

/** Divides the scene into areas, and says what an area means in this project. */
export function AreaSetup({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const t = useTranslations("together");
  const { project, scene } = useWorkspace();
  const { areas, strict } = useAreas(scene.id);
  const { setRule, clear } = useAreaActs(scene.id);
  const focusMap = useFocusMap();
  const [leaseMinutes, setLeaseMinutes] = useState(defaultLeaseMinutes);
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent className="max-w-md" onCloseAutoFocus={focusMap}>
        <DialogHeader>
          <DialogTitle>{t("areasOf", { scene: scene.name })}</DialogTitle>
          <DialogDescription>{t("areasHelp")}</DialogDescription>
        </DialogHeader>
        <DialogBody className="flex flex-col gap-4 pb-2">
          <Row name={t("lease")}>
            <Select
              value={String(leaseMinutes)}
              onValueChange={(value) => setLeaseMinutes(Number(value))}
            >
              <SelectTrigger size="sm" className="w-40" aria-label={t("lease")}>
                <SelectValue />
              </SelectTrigger>
              <SelectContent>
                {leases.map((minutes) => (
                  <SelectItem key={minutes} value={String(minutes)}>
                    {minutes < 60
                      ? t("minutes", { count: minutes })
                      : minutes < 24 * 60
                        ? t("hours", { count: minutes / 60 })
                        : t("days", { count: minutes / (24 * 60) })}
                  </SelectItem>
                ))}
              </SelectContent>
            </Select>
          </Row>
          <Divide leaseMinutes={leaseMinutes} />
          <FromPicked leaseMinutes={leaseMinutes} />
          <div className="flex flex-col gap-1 border-t pt-3">
            <ToggleRow
              id="areas-strict"
              label={t("strict")}
              checked={strict}
              onChange={(isStrict) => setRule.mutate({ projectId: project.id, strict: isStrict })}
            />
            <p className="text-muted-foreground text-sm">
              {strict ? t("strictHelp") : t("askHelp")}
            </p>
          </div>
        </DialogBody>
        <DialogFooter className="justify-between">
          <Button
            variant="ghost"
            size="sm"
            className="text-destructive"
            disabled={areas.length === 0 || clear.isPending}
            onClick={() => clear.mutate()}
          >
            {t("deleteAreas", { count: areas.length })}
          </Button>
          <Button size="sm" onClick={() => onOpenChange(false)}>
            {t("done")}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}

function Row({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className="flex items-center justify-between gap-3 text-sm">
      <span>{name}</span>
      <span className="flex items-center gap-2">{children}</span>
    </div>
  );
}

function Divide({ leaseMinutes }: { leaseMinutes: number }) {
  const t = useTranslations("together");
  const format = useFormat();
  const { scene } = useWorkspace();
  const { divide } = useAreaActs(scene.id);
  const [side, setSide] = useState<number | null>(() => suggestedSide(scene));
  const isNumber = side !== null && Number.isInteger(side) && side >= 1;
  const count = isNumber ? Math.ceil(scene.gridRows / side) * Math.ceil(scene.gridCols / side) : 0;
  const fits = isNumber && count <= maxAreasPerScene;
  return (
    <Row name={t("blockSide")}>
      <span className="num text-muted-foreground">
        {isNumber && t("blockCount", { amount: count, count: format.count(count) })}
      </span>
      <NumberInput
        aria-label={t("blockSide")}
        className="w-20"
        value={side}
        min={1}
        onValueChange={setSide}
      />
      <Button
        size="sm"
        disabled={!fits}
        loading={divide.isPending}
        onClick={() =>
          side && divide.mutate({ rowsPerArea: side, colsPerArea: side, leaseMinutes })
        }
      >
        {t("divide")}
      </Button>
    </Row>
  );
}

/** Some hours of work in each block, and not too many blocks. */
function suggestedSide({ gridRows, gridCols }: { gridRows: number; gridCols: number }): number {
  const forCount = Math.ceil(Math.sqrt((gridRows * gridCols) / 200));
  return Math.min(Math.max(8, forCount), Math.max(gridRows, gridCols));
}

/** An area around the tiles that are picked out on the map. */
function FromPicked({ leaseMinutes }: { leaseMinutes: number }) {
  const t = useTranslations("together");
  const { scene, selection } = useWorkspace();
  const { create } = useAreaActs(scene.id);
  const around = rectangleAround(selection.snapshot(), scene.gridCols);
  return (
    <div className="flex flex-col gap-1">
      <Row name={t("aroundPicked")}>
        <Button
          variant="secondary"
          size="sm"
          disabled={!around}
          loading={create.isPending}
          onClick={() =>
            around &&
            create.mutate(
              { ...around, holderId: null, leaseMinutes },
              { onSuccess: () => selection.clear() },
            )
          }
        >
          {around ? t("makeArea", { rows: around.rows, cols: around.cols }) : t("makeAreaOfNone")}
        </Button>
      </Row>
      <p className="text-muted-foreground text-sm">{t("aroundPickedHelp")}</p>
    </div>
  );
}

function rectangleAround(cells: readonly number[], gridCols: number): TileRectangle | null {
  if (cells.length === 0) return null;
  let [top, left, bottom, right] = [Infinity, Infinity, -1, -1];
  for (const cell of cells) {
    const { row, col } = tileOfIndex(cell, gridCols);
    top = Math.min(top, row);
    left = Math.min(left, col);
    bottom = Math.max(bottom, row);
    right = Math.max(right, col);
  }
  return { row: top, col: left, rows: bottom - top + 1, cols: right - left + 1 };
}
