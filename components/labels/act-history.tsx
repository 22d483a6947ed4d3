import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { ColourSwatch } from "@/components/ui/colour-swatch";
import { ErrorNote } from "@/components/ui/error-state";
import { apiQuery } from "@/lib/api-client";
import type { LabelAct } from "@/lib/contracts/labels";
import { useFormat } from "@/lib/i18n/use-format";
import type { LabelSession } from "./label-session";
import { PanelSection } from "./panel-section";
import { RevertButton } from "./revert-button";
import { useActName } from "./use-act-name";
import { useWorkspace } from "./workspace-context";

const actsPerPage = 20;
const mostActs = 200;

/** Acts on several tiles of this scene, by everybody; one that went wrong goes back as a whole. */
export function ActHistory() {
  const t = useTranslations("acts");
  return (
    <PanelSection name="acts" title={t("acts")}>
      <ActList />
    </PanelSection>
  );
}

function ActList() {
  const t = useTranslations("acts");
  const { scene, session } = useWorkspace();
  const [limit, setLimit] = useState(actsPerPage);
  const { data, error, refetch } = useQuery(
    apiQuery.labels.listActs.queryOptions({
      input: { sceneId: scene.id, minTiles: 2, limit },
      placeholderData: keepPreviousData,
    }),
  );
  useAfterSaving(session, refetch);
  if (error && !data) return <ErrorNote error={error} />;
  if (!data) return <div className="h-16" />;
  if (data.length === 0) return <p className="text-muted-foreground text-sm">{t("noActs")}</p>;
  return (
    <>
      <p className="mb-2 text-muted-foreground text-sm">{t("actsHelp")}</p>
      <ol className="flex flex-col gap-2">
        {data.map((act) => (
          <ActRow key={`${act.actId}-${act.author.id}`} act={act} />
        ))}
      </ol>
      {data.length === limit && limit < mostActs && (
        <Button
          variant="ghost"
          size="sm"
          className="mt-1 w-full"
          onClick={() => setLimit(Math.min(mostActs, limit + actsPerPage))}
        >
          {t("showMore")}
        </Button>
      )}
    </>
  );
}

function ActRow({ act }: { act: LabelAct }) {
  const t = useTranslations("acts");
  const format = useFormat();
  const actName = useActName();
  const { project } = useWorkspace();
  const one = project.classes.find((candidate) => candidate.id === act.classId);
  return (
    <li className="flex items-start gap-2 text-sm" data-act={act.act}>
      {one ? (
        <ColourSwatch colour={one.colour} className="mt-1 shrink-0" />
      ) : (
        <span className="mt-1 size-3 shrink-0 rounded-[3px] border border-dashed" />
      )}
      <span className="min-w-0 flex-1">
        <span className="flex justify-between gap-2">
          <span className="truncate" title={one?.name}>
            {actName(act.act)}
          </span>
          <span className="num shrink-0">{t("tiles", { count: act.tileCount })}</span>
        </span>
        <span
          className="block truncate text-muted-foreground"
          title={`${act.author.name}, ${format.dateTime(act.atMs)}`}
        >
          {act.revertedBy
            ? t("revertedBy", { name: act.revertedBy.name })
            : `${act.author.name} · ${format.relativeTime(act.atMs)}`}
        </span>
      </span>
      {act.revertedBy ? <span className="w-6" /> : <RevertButton act={act} />}
    </li>
  );
}

const settledMs = 600;

/** Reads again once labels have changed and everything is saved. */
function useAfterSaving(session: LabelSession, read: () => unknown): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const unsubscribe = session.subscribe(() => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (session.snapshot().pendingCount === 0) void read();
      }, settledMs);
    });
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, [session, read]);
}
