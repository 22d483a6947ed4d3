import { useMutation } from "@tanstack/react-query";
import { Check, Flag, FlagOff, MapPin, Undo } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { ColourSwatch } from "@/components/ui/colour-swatch";
import { Kbd } from "@/components/ui/kbd";
import { Link } from "@/components/ui/link";
import { api } from "@/lib/api-client";
import { keyText } from "@/lib/class-keys";
import type { TileOpinions } from "@/lib/contracts/opinions";
import type { Class } from "@/lib/contracts/projects";
import type { Scene } from "@/lib/contracts/scenes";
import { useFormat } from "@/lib/i18n/use-format";
import { cursorKey } from "../labels/cursor-place";
import { remember } from "../labels/workspace-settings";
import { ReviewPicture } from "./review-picture";
import { useSceneReader } from "./use-scene-reader";

/** One tile: large in its surroundings, what everybody said, and what can be done about it. */
export function ReviewTile({
  tile,
  scene,
  classes,
  allClasses,
  busy,
  onDecide,
  onAccept,
  onReturn,
  onChanged,
}: {
  tile: TileOpinions;
  scene: Scene;
  /** Those that can be given. */
  classes: readonly Class[];
  allClasses: readonly Class[];
  busy: boolean;
  onDecide: (classId: string) => void;
  onAccept: () => void;
  onReturn: () => void;
  onChanged: () => void;
}) {
  const t = useTranslations("opinions");
  const reader = useSceneReader(scene.id);
  const { row, col } = tile;
  return (
    <section
      aria-label={t("review.tile", { scene: scene.name, row, col })}
      data-review-tile={`${row},${col}`}
      className="flex flex-col items-start gap-5 md:flex-row"
    >
      <ReviewPicture scene={scene} reader={reader} row={row} col={col} />
      <div className="flex w-full flex-col gap-4 md:w-80 md:shrink-0">
        <header>
          <h2 className="num font-semibold text-lg">{t("review.tileShort", { row, col })}</h2>
          <p className="flex items-center gap-2 text-muted-foreground text-sm">
            <span className="truncate">{scene.name}</span>
            <Link
              href={`/projects/${scene.projectId}/label?scene=${scene.id}`}
              className="ml-auto inline-flex items-center gap-1 whitespace-nowrap hover:text-foreground"
              onClick={() => remember(cursorKey(scene), { row, col })}
            >
              <MapPin aria-hidden className="size-3.5" />
              {t("review.openOnMap")}
            </Link>
          </p>
        </header>
        <Said tile={tile} classes={allClasses} />
        <Remarks tile={tile} onChanged={onChanged} />
        <div className="flex flex-col gap-2">
          <h3 className="text-muted-foreground text-sm" title={t("review.decideHelp")}>
            {t("review.decide")}
          </h3>
          <div className="grid grid-cols-2 gap-1.5">
            {classes.map((one) => (
              <Button
                key={one.id}
                variant="outline"
                size="sm"
                disabled={busy}
                className="justify-start"
                onClick={() => onDecide(one.id)}
              >
                <ColourSwatch colour={one.colour} />
                <span className="min-w-0 truncate">{one.name}</span>
                {one.key && <Kbd className="ml-auto">{keyText(one.key)}</Kbd>}
              </Button>
            ))}
          </div>
          <div className="flex gap-2">
            <Button disabled={busy} title={t("review.acceptHelp")} onClick={onAccept}>
              <Check />
              {t("review.accept")}
              <Kbd>↵</Kbd>
            </Button>
            <Button
              variant="outline"
              disabled={busy}
              title={t("review.returnHelp")}
              onClick={onReturn}
            >
              <Undo />
              {t("review.return")}
              <Kbd>R</Kbd>
            </Button>
          </div>
        </div>
      </div>
    </section>
  );
}

/** The answers side by side, with names; the label, where there is one; an earlier decision. */
function Said({ tile, classes }: { tile: TileOpinions; classes: readonly Class[] }) {
  const t = useTranslations("opinions");
  const format = useFormat();
  const line = (key: string, classId: string, name: ReactNode, atMs: number) => {
    const one = classes.find((candidate) => candidate.id === classId);
    return (
      <li key={key} className="flex min-w-0 flex-col gap-1 rounded-md border bg-card p-2">
        <span className="flex items-center gap-1.5">
          <ColourSwatch colour={one?.colour ?? "#888888"} />
          <span className="truncate font-medium">{one?.name}</span>
        </span>
        <span className="flex gap-2 text-muted-foreground text-sm" title={format.dateTime(atMs)}>
          <span className="truncate">{name}</span>
          <span className="num ml-auto whitespace-nowrap">{format.relativeTime(atMs)}</span>
        </span>
      </li>
    );
  };
  const { label, answers, decision } = tile;
  return (
    <div className="flex flex-col gap-2">
      <h3 className="flex text-muted-foreground text-sm">
        {t("review.answers")}
        {tile.wanted > 1 && (
          <span className="num ml-auto">{t("wanted", { count: tile.wanted })}</span>
        )}
      </h3>
      {answers.length === 0 && !label && (
        <p className="text-muted-foreground text-sm">{t("review.noAnswers")}</p>
      )}
      <ul className="grid grid-cols-2 gap-1.5" data-answers={answers.length}>
        {answers.map((one) => line(one.person.id, one.classId, one.person.name, one.atMs))}
        {answers.length === 0 &&
          label &&
          line("label", label.classId, label.author.name, label.atMs)}
      </ul>
      {decision && tile.status !== "accepted" && (
        <>
          <h3 className="text-muted-foreground text-sm">{t("review.decided")}</h3>
          <ul className="grid grid-cols-2 gap-1.5">
            {line(
              "decision",
              decision.classId,
              t("review.decidedBy", { name: decision.person.name }),
              decision.atMs,
            )}
          </ul>
        </>
      )}
    </div>
  );
}

/** Flags with their comments, and to whom the tile was sent back. */
function Remarks({ tile, onChanged }: { tile: TileOpinions; onChanged: () => void }) {
  const t = useTranslations("opinions");
  const unflag = useMutation({
    mutationFn: () =>
      api.opinions.flag({
        sceneId: tile.sceneId,
        tiles: [{ row: tile.row, col: tile.col }],
        flagged: false,
      }),
    onSettled: onChanged,
  });
  if (tile.flags.length === 0 && tile.returns.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1.5 text-sm">
      {tile.flags.map(({ person, comment }) => (
        <li key={`flag ${person.id}`} className="flex items-start gap-1.5">
          <Flag aria-hidden className="mt-0.5 size-3.5 shrink-0 text-warning" />
          <span className="min-w-0 break-words">
            <span className="text-muted-foreground">{person.name}</span> {comment}
          </span>
        </li>
      ))}
      {tile.flags.length > 0 && (
        <li>
          <Button
            size="sm"
            variant="ghost"
            disabled={unflag.isPending}
            onClick={() => unflag.mutate()}
          >
            <FlagOff />
            {t("review.unflag")}
          </Button>
        </li>
      )}
      {tile.returns.map(({ to, comment, answeredAtMs }) => (
        <li key={`return ${to.id}`} className="flex items-start gap-1.5">
          <Undo aria-hidden className="mt-0.5 size-3.5 shrink-0 text-muted-foreground" />
          <span className="min-w-0 break-words">
            <span className="text-muted-foreground">
              {to.name} ({answeredAtMs === null ? t("review.waits") : t("review.looked")})
            </span>{" "}
            {comment}
          </span>
        </li>
      ))}
    </ul>
  );
}
