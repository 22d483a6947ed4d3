import { useQuery } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import { useEffect, useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";
import { ColourSwatch } from "@/components/ui/colour-swatch";
import { apiQuery } from "@/lib/api-client";
import type { Class } from "@/lib/contracts/projects";
import { tileIndex } from "@/lib/geo/grid";
import { useFormat } from "@/lib/i18n/use-format";
import { RevertButton } from "./revert-button";
import type { Tile } from "./tools/tool";
import { useActName } from "./use-act-name";
import { useWorkspace } from "./workspace-context";

const eventsShown = 6;

/** Who gave the tile which class and when; newest first. */
export function TileHistory({ tile }: { tile: Tile }) {
  const t = useTranslations("labels");
  const acts = useTranslations("acts");
  const actName = useActName();
  const format = useFormat();
  const { scene, session, project } = useWorkspace();
  const query = apiQuery.labels.listHistory.queryOptions({
    input: { sceneId: scene.id, row: tile.row, col: tile.col },
  });
  const byte = useSyncExternalStore(
    session.subscribe,
    () => {
      const { ready, pendingCount } = session.snapshot();
      const isSaved = ready && pendingCount === 0;
      return isSaved ? (session.plane[tileIndex(tile, scene.gridCols)] ?? 0) : -1;
    },
    () => 0,
  );
  const isSaved = byte >= 0;
  const { data, refetch } = useQuery({ ...query, enabled: isSaved });
  // Another saved label is another history.
  useEffect(() => {
    if (byte >= 0) void refetch();
  }, [byte, refetch]);
  const events = [...(data ?? [])].sort((one, other) => other.atMs - one.atMs);
  if (events.length === 0) return null;
  const classOf = (id: string | null) => project.classes.find((one) => one.id === id) ?? null;
  return (
    <div className="mt-3">
      <h3 className="text-muted-foreground text-sm">{t("history")}</h3>
      <ol className="mt-1 flex flex-col gap-1">
        {events.slice(0, eventsShown).map((event) => (
          <li
            key={`${event.batchId} ${event.kind} ${event.answerOf?.id} ${event.toClassId}`}
            className="flex flex-wrap items-center gap-x-1.5 text-sm"
          >
            <ClassMark one={classOf(event.fromClassId)} />
            <ArrowRight aria-hidden className="size-3 text-muted-foreground" />
            <ClassMark one={classOf(event.toClassId)} named />
            <span
              className="num ml-auto truncate text-muted-foreground"
              title={format.dateTime(event.atMs)}
            >
              {(event.answerOf ?? event.author).name} · {format.relativeTime(event.atMs)}
            </span>
            <span className="flex w-full items-center justify-between text-muted-foreground">
              <span className="num pl-4.5">
                {event.kind === null ? actName(event.act) : acts(`kind.${event.kind}`)}
                {event.actTileCount > 1 && ` · ${acts("tiles", { count: event.actTileCount })}`}
              </span>
              <RevertButton act={{ ...event, tileCount: event.actTileCount }} />
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function ClassMark({ one, named = false }: { one: Class | null; named?: boolean }) {
  const t = useTranslations("labels");
  const name = one?.name ?? t("unlabelled");
  return (
    <span className="flex min-w-0 items-center gap-1" title={name}>
      {one ? (
        <ColourSwatch colour={one.colour} />
      ) : (
        <span className="size-3 rounded-[3px] border border-dashed" />
      )}
      {named && <span className="truncate">{name}</span>}
    </span>
  );
}
