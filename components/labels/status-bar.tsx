import { CircleCheck, CircleDashed, CloudOff, CloudUpload, TriangleAlert } from "lucide-react";
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";
import { Tooltip } from "@/components/ui/tooltip";
import { cn } from "@/lib/cn";
import { crsName } from "@/lib/crs-name";
import { useFormat } from "@/lib/i18n/use-format";
import { useProblemText } from "@/lib/i18n/use-problem-text";
import { lonLatConverter } from "../map/scene-geometry";
import { coordinateText, lonLatText, scaleBar } from "./coordinates";
import { GoToPlace } from "./go-to-place";
import type { LabelSession } from "./label-session";
import type { LabelSnapshot } from "./label-session-options";
import { ReturnedButton } from "./statuses/returned-button";
import { ConflictState } from "./together/conflict-state";
import { useValue } from "./value-store";
import { useWorkspace } from "./workspace-context";

/** One quiet line: where the pointer is, the scale, and above all whether the work is saved. */
export function StatusBar() {
  const t = useTranslations("labels");
  const format = useFormat();
  const { scene, session, pace } = useWorkspace();
  const snapshot = useSyncExternalStore(session.subscribe, session.snapshot, session.snapshot);
  const perMinute = usePerMinute(snapshot.labelledCount, () => pace.perMinute());
  const share = scene.tileCount > 0 ? snapshot.labelledCount / scene.tileCount : 0;
  return (
    <section
      aria-label={t("status")}
      className="num flex h-7 shrink-0 items-center gap-4 overflow-hidden border-t bg-card px-3 text-muted-foreground text-sm"
    >
      <SaveState snapshot={snapshot} session={session} />
      <ConflictState />
      <ReturnedButton />
      <GoToPlace />
      <PointerText />
      <span className="flex-1" />
      <ScaleBar />
      {perMinute !== null && <span>{t("perMinute", { count: perMinute })}</span>}
      <span className="flex items-center gap-2">
        <span aria-hidden className="h-1.5 w-16 overflow-hidden rounded-full bg-secondary">
          <span
            className="block h-full rounded-full bg-primary"
            style={{ width: `${Math.min(100, share * 100)}%` }}
          />
        </span>
        {t("labelledOf", {
          labelled: format.count(snapshot.labelledCount),
          total: format.count(scene.tileCount),
          share: format.percent(share),
        })}
      </span>
    </section>
  );
}

/** Recomputed with every label and every few seconds, so that it fades when work stops. */
function usePerMinute(labelledCount: number, measure: () => number | null): number | null {
  const [value, setValue] = useState<number | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a label is the moment to measure again.
  useEffect(() => {
    setValue(measure());
    const timer = setInterval(() => setValue(measure()), 5000);
    return () => clearInterval(timer);
  }, [labelledCount]);
  return value;
}

export function SaveState({
  snapshot,
  session,
}: {
  snapshot: LabelSnapshot;
  session: LabelSession;
}) {
  const button = useRef<HTMLButtonElement>(null);
  // Words and icon wait until the hand rests; whoever asks the page finds the truth at any moment.
  useEffect(
    () =>
      session.subscribeAtOnce(() => {
        if (button.current) button.current.dataset.saveState = session.snapshot().status;
      }),
    [session],
  );
  const t = useTranslations("labels");
  const problemText = useProblemText();
  const { status, pendingCount, problem } = snapshot;
  const Icon = {
    saved: CircleCheck,
    saving: CloudUpload,
    waiting: TriangleAlert,
    offline: CloudOff,
  }[status];
  const reason =
    problem && problemText(problem.code === "unreachable" ? new TypeError() : { data: problem });
  const help = [t(`saveHelp.${status}`), reason?.title, snapshot.durable ? null : t("notDurable")]
    .filter((part) => part != null)
    .join(" ");
  const waits = status === "waiting" || status === "offline";
  return (
    <Tooltip content={help} side="top">
      <button
        ref={button}
        type="button"
        aria-live="polite"
        data-save-state={status}
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => session.wake()}
        className={cn(
          "flex min-w-24 items-center gap-1.5",
          waits && "text-warning",
          status === "saved" && !snapshot.ready && "opacity-60",
        )}
      >
        {snapshot.ready ? (
          <Icon
            aria-hidden
            // Still: a turning icon has the whole window drawn anew sixty times a second.
            className={cn("size-3.5", status === "saved" && "text-success")}
          />
        ) : (
          <CircleDashed aria-hidden className="size-3.5" />
        )}
        {snapshot.ready ? t(`save.${status}`, { count: pendingCount }) : t("reading")}
      </button>
    </Tooltip>
  );
}

function PointerText() {
  const t = useTranslations("labels");
  const format = useFormat();
  const { scene, pointer, cursor } = useWorkspace();
  const place = useValue(pointer);
  const at = useValue(cursor);
  const toLonLat = useMemo(() => lonLatConverter(scene), [scene]);
  const lonLat = place && toLonLat?.(place.coordinate);
  const tile = place?.tile ?? at;
  const system = crsName(scene.crs);
  return (
    <>
      <span className="min-w-30" data-tile={`${tile.row},${tile.col}`}>
        {t("tileAt", { row: tile.row, col: tile.col })}
      </span>
      {place && (
        <span className="hidden min-w-44 sm:inline">
          {coordinateText(place.coordinate, scene.crs, format.locale)}
        </span>
      )}
      {lonLat && scene.crs.unit !== "degree" && (
        <span className="hidden md:inline">{lonLatText(lonLat, format.locale)}</span>
      )}
      {system && (
        <span className="hidden max-w-60 truncate xl:inline" title={system}>
          {system}
        </span>
      )}
    </>
  );
}

function ScaleBar() {
  const { scene, resolution } = useWorkspace();
  const unitsPerCssPixel = useValue(resolution);
  const { widthPx, text } = scaleBar(scene, unitsPerCssPixel);
  return (
    <span className="flex items-center gap-1.5">
      <span
        aria-hidden
        className="block h-1.5 border-current border-x border-b"
        style={{ width: widthPx }}
      />
      {text}
    </span>
  );
}
