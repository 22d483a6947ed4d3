import { skipToken, useMutation, useQuery } from "@tanstack/react-query";
import { Check, Undo, Users } from "lucide-react";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";
import { useMe } from "@/components/auth/me-context";
import { Button } from "@/components/ui/button";
import { ColourSwatch } from "@/components/ui/colour-swatch";
import { api, apiQuery } from "@/lib/api-client";
import { type TileOpinions, tilePlaces } from "@/lib/contracts/opinions";
import { tileIndex } from "@/lib/geo/grid";
import { useFormat } from "@/lib/i18n/use-format";
import { newUuid } from "@/lib/new-uuid";
import { placeIn } from "@/lib/tile-standing";
import type { Tile } from "../tools/tool";
import { useWorkspace } from "../workspace-context";
import { FlagComment } from "./flag-comment";

/** Where the cursor's tile stands: answers wanted and given, returned with which words, flagged. */
export function TileStanding({ tile }: { tile: Tile }) {
  const { scene, project, session, statuses } = useWorkspace();
  const cell = tileIndex(tile, scene.gridCols);
  useSyncExternalStore(statuses.subscribe, statuses.version, statuses.version);
  const byte = statuses.plane[cell] ?? 0;
  const setting = useQuery(
    apiQuery.opinions.getSetting.queryOptions({ input: { projectId: project.id } }),
  );
  const asksSeveral = (setting.data?.opinions ?? 1) > 1;
  const { data, refetch } = useQuery(
    apiQuery.opinions.getTile.queryOptions({
      input: byte !== 0 || asksSeveral ? { sceneId: scene.id, ...tile } : skipToken,
    }),
  );
  const saved = useSyncExternalStore(
    session.subscribe,
    () => (session.snapshot().pendingCount === 0 ? (session.plane[cell] ?? 0) : -1),
    () => -1,
  );
  // Another saved label, or another standing, is another answer.
  useEffect(() => {
    if (saved >= 0 && (byte !== 0 || asksSeveral)) void refetch();
  }, [saved, byte, asksSeveral, refetch]);
  const isHere = data?.row === tile.row && data.col === tile.col;
  if (!data || !isHere) return null;
  return (
    <>
      <ReturnedNote data={data} isMine={placeIn(byte) === tilePlaces.returnedToYou} />
      <Answers key={cell} data={data} />
      <FlagComment cell={cell} byte={byte} data={data} />
    </>
  );
}

function ReturnedNote({ data, isMine }: { data: TileOpinions; isMine: boolean }) {
  const t = useTranslations("opinions");
  const me = useMe();
  const { session, scene } = useWorkspace();
  const own = data.answers.find((one) => one.person.id === me.id);
  const note = data.returns.find((one) => one.to.id === me.id && one.answeredAtMs === null);
  const keep = useMutation({
    mutationFn: () =>
      api.labels.apply({
        batchId: newUuid(),
        sceneId: scene.id,
        act: "key",
        edits: [{ row: data.row, col: data.col, classId: own?.classId ?? null }],
      }),
    onSuccess: () => session.catchUp(),
  });
  if (!isMine || !note) return null;
  return (
    <div className="mt-2 rounded-md border border-warning/60 bg-warning/10 p-2" data-returned-note>
      <p className="flex items-center gap-1.5 font-medium text-sm">
        <Undo aria-hidden className="size-3.5" />
        {t("returnedBy", { name: note.by.name })}
      </p>
      {note.comment !== "" && (
        <p className="mt-1 whitespace-pre-wrap break-words text-sm">{note.comment}</p>
      )}
      <p className="mt-1 text-muted-foreground text-sm">{t("returnedHelp")}</p>
      {own && (
        <Button
          size="sm"
          variant="outline"
          className="mt-2"
          disabled={keep.isPending}
          onClick={() => keep.mutate()}
        >
          <Check />
          {t("keepAnswer")}
        </Button>
      )}
    </div>
  );
}

/** Who may see everybody's answers opens them, so that their own stays blind unless they do. */
function Answers({ data }: { data: TileOpinions }) {
  const t = useTranslations("opinions");
  const format = useFormat();
  const me = useMe();
  const { project } = useWorkspace();
  const [isOpen, setIsOpen] = useState(false);
  const classOf = (id: string) => project.classes.find((one) => one.id === id);
  const hasOwn = data.answers.some((one) => one.person.id === me.id);
  const others = data.answers.length > (hasOwn ? 1 : 0);
  const isShown = data.isHidden || data.label !== null || hasOwn || isOpen;
  if (data.wanted === 1 && data.answers.length === 0 && data.status !== "accepted") return null;
  return (
    <div className="mt-2 text-sm" data-standing={data.status}>
      <p className="flex items-center gap-1.5 text-muted-foreground">
        <Users aria-hidden className="size-3.5" />
        <span className="font-medium text-foreground">{t(`status.${data.status}`)}</span>
        {data.wanted > 1 && (
          <span className="num ml-auto">{t("wanted", { count: data.wanted })}</span>
        )}
      </p>
      {isShown ? (
        <ul className="mt-1 flex flex-col gap-0.5">
          {data.answers.map(({ person, classId, atMs }) => (
            <li key={person.id} className="flex items-center gap-1.5">
              <ColourSwatch colour={classOf(classId)?.colour ?? "#000000"} />
              <span className="truncate">{classOf(classId)?.name}</span>
              <span
                className="ml-auto truncate text-muted-foreground"
                title={format.dateTime(atMs)}
              >
                {person.id === me.id ? t("you") : person.name}
              </span>
            </li>
          ))}
        </ul>
      ) : (
        others && (
          <Button size="sm" variant="outline" className="mt-1" onClick={() => setIsOpen(true)}>
            {t("showAnswers", { count: data.answers.length })}
          </Button>
        )
      )}
    </div>
  );
}
