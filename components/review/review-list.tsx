import { Check, Flag, Undo } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { ColourSwatch } from "@/components/ui/colour-swatch";
import { cn } from "@/lib/cn";
import type { TileOpinions } from "@/lib/contracts/opinions";
import type { Class } from "@/lib/contracts/projects";
import type { Scene } from "@/lib/contracts/scenes";
import { useFormat } from "@/lib/i18n/use-format";
import { keyOfTile } from "./use-review-tiles";

/** The tiles that wait, each with the colours of its answers; several are picked with boxes. */
export function ReviewList({
  tiles,
  scenes,
  classes,
  at,
  onGo,
  picked,
  onPick,
  busy,
  onAccept,
  onReturn,
  more,
}: {
  tiles: readonly TileOpinions[];
  scenes: readonly Scene[];
  classes: readonly Class[];
  at: number;
  onGo: (place: number) => void;
  picked: ReadonlySet<string>;
  onPick: (picked: ReadonlySet<string>) => void;
  busy: boolean;
  onAccept: () => void;
  onReturn: () => void;
  more: (() => void) | null;
}) {
  const t = useTranslations("opinions");
  const format = useFormat();
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: "nearest" });
  }, [at]);
  const count = picked.size;
  const isAll = count > 0 && count === tiles.length;
  const toggle = (key: string) => {
    const next = new Set(picked);
    if (!next.delete(key)) next.add(key);
    onPick(next);
  };
  return (
    <section aria-label={t("review.list")} className="flex flex-col rounded-md border bg-card">
      <div className="flex h-9 items-center gap-2 border-b px-2 text-sm">
        <Checkbox
          aria-label={t("review.selectAll")}
          checked={isAll ? true : count > 0 ? "indeterminate" : false}
          onCheckedChange={() => onPick(isAll ? new Set() : new Set(tiles.map(keyOfTile)))}
        />
        <span className="num text-muted-foreground">
          {count === 0
            ? t("review.selectAll")
            : t("review.selected", { amount: count, count: format.count(count) })}
        </span>
        {count > 0 && (
          <span className="ml-auto flex gap-1">
            <Button size="sm" disabled={busy} title={t("review.acceptHelp")} onClick={onAccept}>
              <Check />
              {t("review.accept")}
            </Button>
            <Button size="sm" variant="outline" disabled={busy} onClick={onReturn}>
              <Undo />
              {t("review.return")}
            </Button>
          </span>
        )}
      </div>
      <ol ref={list} className="max-h-[calc(100dvh-18rem)] min-h-40 overflow-y-auto">
        {tiles.map((tile, place) => (
          <li
            key={keyOfTile(tile)}
            className={cn("flex items-center gap-2 px-2", place === at && "bg-accent")}
          >
            <Checkbox
              aria-label={t("review.select", { row: tile.row, col: tile.col })}
              checked={picked.has(keyOfTile(tile))}
              onCheckedChange={() => toggle(keyOfTile(tile))}
            />
            <button
              type="button"
              aria-current={place === at}
              onClick={() => onGo(place)}
              className="flex min-w-0 flex-1 items-center gap-2 py-1.5 text-left text-sm"
            >
              <span className="min-w-0 flex-1">
                <span className="num block truncate">
                  {t("review.tileShort", { row: tile.row, col: tile.col })}
                </span>
                <span className="block truncate text-muted-foreground">
                  {scenes.find((one) => one.id === tile.sceneId)?.name}
                </span>
              </span>
              {tile.flags.length > 0 && (
                <Flag aria-hidden className="size-3.5 shrink-0 text-warning" />
              )}
              <span className="flex shrink-0 gap-0.5">
                {coloursOf(tile, classes).map(({ key, colour }) => (
                  <ColourSwatch key={key} colour={colour} />
                ))}
              </span>
            </button>
          </li>
        ))}
      </ol>
      {more && (
        <Button variant="ghost" size="sm" className="m-1" onClick={more}>
          {t("review.more")}
        </Button>
      )}
    </section>
  );
}

/** Those of the answers, else that of the label. */
function coloursOf(tile: TileOpinions, classes: readonly Class[]) {
  const colourOf = (id: string) => classes.find((one) => one.id === id)?.colour ?? "#888888";
  if (tile.answers.length > 0) {
    return tile.answers.map(({ person, classId }) => ({
      key: person.id,
      colour: colourOf(classId),
    }));
  }
  return tile.label ? [{ key: "label", colour: colourOf(tile.label.classId) }] : [];
}
