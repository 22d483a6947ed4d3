import { CircleCheck } from "lucide-react";
import { useEffect, useEffectEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import type { TileOpinions } from "@/lib/contracts/opinions";
import type { Project } from "@/lib/contracts/projects";
import type { Scene } from "@/lib/contracts/scenes";
import { ReturnDialog } from "./return-dialog";
import { ReviewFilters } from "./review-filters";
import { reviewCommandOf } from "./review-keymap";
import { ReviewList } from "./review-list";
import { ReviewTile } from "./review-tile";
import { useReviewActs } from "./use-review-acts";
import { keyOfTile, type ReviewFilter, useReviewTiles } from "./use-review-tiles";

/** The list on the left, one tile large on the right; keys as in the label workspace. */
export function ReviewQueue({ project, scenes }: { project: Project; scenes: readonly Scene[] }) {
  const t = useTranslations("opinions");
  const [filter, setFilter] = useState<ReviewFilter>({
    kind: "disagreement",
    ...{ sceneId: null, classId: null, otherClassId: null },
  });
  const { query, tiles, counts, refresh } = useReviewTiles(project.id, scenes, filter);
  const [place, setPlace] = useState(0);
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [returning, setReturning] = useState<readonly TileOpinions[] | null>(null);
  const acts = useReviewActs(() => {
    setPicked(new Set());
    void refresh();
  });
  const at = Math.min(place, tiles.length - 1);
  const tile = tiles[at] ?? null;
  const scene = scenes.find((one) => one.id === tile?.sceneId);
  const pickedTiles = tiles.filter((one) => picked.has(keyOfTile(one)));
  const classes = project.classes.filter((one) => !one.archived);
  // A tile that is done leaves the list, and the next one takes its place.
  const decide = (classId: string) => {
    if (tile && !acts.isPending) acts.mutate({ do: "decide", tiles: [tile], classId });
  };
  const accept = (which: readonly TileOpinions[]) => {
    if (which.length > 0 && !acts.isPending) acts.mutate({ do: "accept", tiles: which });
  };
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const command = reviewCommandOf(event, classes);
    if (!command) return;
    event.preventDefault();
    if (command.do === "move") {
      setPlace(Math.min(tiles.length - 1, Math.max(0, at + command.by)));
    } else if (command.do === "decide") decide(command.classId);
    else if (command.do === "accept") accept(tile ? [tile] : []);
    else if (tile) setReturning([tile]);
  });
  useEffect(() => {
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  const change = (next: ReviewFilter) => {
    setFilter(next);
    setPlace(0);
    setPicked(new Set());
  };
  return (
    <div className="flex flex-col gap-4">
      <ReviewFilters
        filter={filter}
        counts={counts}
        scenes={scenes}
        classes={classes}
        onChange={change}
      />
      {query.isPending && <Skeleton className="h-96" />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && tiles.length === 0 && (
        <EmptyState
          icon={CircleCheck}
          title={t(`review.empty.${filter.kind}`)}
          description={t("review.emptyHelp")}
        />
      )}
      {tile && scene && (
        <div className="grid items-start gap-5 lg:grid-cols-[19rem_minmax(0,1fr)]">
          <ReviewList
            tiles={tiles}
            scenes={scenes}
            classes={project.classes}
            at={at}
            onGo={setPlace}
            picked={picked}
            onPick={setPicked}
            busy={acts.isPending}
            onAccept={() => accept(pickedTiles)}
            onReturn={() => setReturning(pickedTiles)}
            more={query.hasNextPage ? () => void query.fetchNextPage() : null}
          />
          <ReviewTile
            tile={tile}
            scene={scene}
            classes={classes}
            allClasses={project.classes}
            busy={acts.isPending}
            onDecide={decide}
            onAccept={() => accept([tile])}
            onReturn={() => setReturning([tile])}
            onChanged={() => void refresh()}
          />
        </div>
      )}
      {returning && (
        <ReturnDialog
          tiles={returning}
          onClose={() => setReturning(null)}
          onReturn={(comment, personIds) => {
            acts.mutate({ do: "return", tiles: returning, comment, personIds });
            setReturning(null);
          }}
        />
      )}
    </div>
  );
}
