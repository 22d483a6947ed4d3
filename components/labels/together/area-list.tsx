import { useQuery } from "@tanstack/react-query";
import { Crosshair, LogOut } from "lucide-react";
import { useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";
import { useMe } from "@/components/auth/me-context";
import { Button } from "@/components/ui/button";
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";
import { Tooltip } from "@/components/ui/tooltip";
import { apiQuery } from "@/lib/api-client";
import type { Area } from "@/lib/contracts/areas";
import { countTilesIn, isTileIn } from "@/lib/geo/rectangle";
import { useFormat } from "@/lib/i18n/use-format";
import { useValue } from "../value-store";
import { useFocusMap, useWorkspace } from "../workspace-context";
import { Initials } from "./people-strip";
import { useAreaActs } from "./use-areas";
import { useGoToArea } from "./use-go-to-area";

const nobody = "nobody";
const mostListed = 40;

/** The areas that somebody holds, one's own first, and the one under the cursor. */
export function AreaList({ areas, mayGiveOut }: { areas: readonly Area[]; mayGiveOut: boolean }) {
  const t = useTranslations("together");
  const me = useMe();
  const { cursor } = useWorkspace();
  const tile = useValue(cursor);
  const under = areas.find((area) => isTileIn(area, tile));
  const held = areas
    .filter((area) => area.holder)
    .sort((one, other) => Number(other.holder?.id === me.id) - Number(one.holder?.id === me.id));
  return (
    <>
      <ul className="flex flex-col gap-1.5">
        {held.slice(0, mostListed).map((area) => (
          <AreaRow key={area.id} area={area} mayGiveOut={mayGiveOut} />
        ))}
      </ul>
      {held.length > mostListed && (
        <p className="text-muted-foreground text-sm">
          {t("moreAreas", { count: held.length - mostListed })}
        </p>
      )}
      {under && mayGiveOut && <GiveOut area={under} />}
      {!under && mayGiveOut && <p className="text-muted-foreground text-sm">{t("noAreaHere")}</p>}
    </>
  );
}

function AreaRow({ area, mayGiveOut }: { area: Area; mayGiveOut: boolean }) {
  const t = useTranslations("together");
  const format = useFormat();
  const me = useMe();
  const { scene } = useWorkspace();
  const { release } = useAreaActs(scene.id);
  const goToArea = useGoToArea();
  const labelledCount = useLabelledIn(area);
  if (!area.holder) return null;
  const isOwn = area.holder.id === me.id;
  const share = area.tileCount > 0 ? labelledCount / area.tileCount : 0;
  return (
    <li className="flex items-center gap-2 text-sm" data-area={area.id}>
      <Initials person={area.holder} />
      <div className="min-w-0 flex-1">
        <p className="flex justify-between gap-2">
          <span className="truncate font-medium">{isOwn ? t("you") : area.holder.name}</span>
          <span className="num shrink-0 text-muted-foreground">
            {format.count(labelledCount)} / {format.count(area.tileCount)}
          </span>
        </p>
        <span aria-hidden className="block h-1 overflow-hidden rounded-full bg-secondary">
          <span
            className="block h-full rounded-full bg-primary"
            style={{ width: `${share * 100}%` }}
          />
        </span>
        <p
          className="num truncate text-muted-foreground"
          title={format.dateTime(area.leaseUntilMs ?? 0)}
        >
          {t("leaseEnds", { when: format.relativeTime(area.leaseUntilMs ?? 0) })}
        </p>
      </div>
      <span className="flex shrink-0">
        <Tooltip content={t("goToArea")}>
          <Button
            variant="ghost"
            size="icon-xs"
            aria-label={t("goToArea")}
            onClick={() => goToArea(area)}
          >
            <Crosshair />
          </Button>
        </Tooltip>
        {(isOwn || mayGiveOut) && (
          <Tooltip content={t("release")}>
            <Button
              variant="ghost"
              size="icon-xs"
              aria-label={t("release")}
              disabled={release.isPending}
              onClick={() => release.mutate(area.id)}
            >
              <LogOut />
            </Button>
          </Tooltip>
        )}
      </span>
    </li>
  );
}

/** As it is on screen, one's own unsent labels included. */
function useLabelledIn(area: Area): number {
  const { session, scene } = useWorkspace();
  return useSyncExternalStore(
    session.subscribe,
    () =>
      session.snapshot().ready
        ? countTilesIn(area, session.plane, scene).labelledCount
        : area.labelledCount,
    () => area.labelledCount,
  );
}

/** Whose the area under the cursor is; another choice gives it to them. */
function GiveOut({ area }: { area: Area }) {
  const t = useTranslations("together");
  const { project, scene } = useWorkspace();
  const focusMap = useFocusMap();
  const { assign, release } = useAreaActs(scene.id);
  const { data: people } = useQuery(
    apiQuery.areas.listPeople.queryOptions({ input: { projectId: project.id } }),
  );
  return (
    <div className="flex items-center gap-2 border-t pt-2 text-sm">
      <span id="area-under-cursor" className="min-w-0 flex-1 text-muted-foreground">
        {t("areaHere")}
      </span>
      <Select
        value={area.holder?.id ?? nobody}
        onValueChange={(holderId) =>
          holderId === nobody
            ? release.mutate(area.id)
            : assign.mutate({ areaId: area.id, holderId })
        }
      >
        <SelectTrigger size="sm" className="w-36" aria-labelledby="area-under-cursor">
          <SelectValue placeholder={area.holder?.name ?? t("free")} />
        </SelectTrigger>
        <SelectContent onCloseAutoFocus={focusMap}>
          <SelectItem value={nobody}>{t("free")}</SelectItem>
          {(people ?? []).map((person) => (
            <SelectItem key={person.id} value={person.id}>
              {person.name}
            </SelectItem>
          ))}
        </SelectContent>
      </Select>
    </div>
  );
}
