import { useTranslations } from "use-intl";
import { ColourSwatch } from "@/components/ui/colour-swatch";
import type { TruthPreview } from "@/lib/contracts/truth";
import { useFormat } from "@/lib/i18n/use-format";
import { useWorkspace } from "../workspace-context";

const conflictsShown = 200;
/** A tile that is smaller on screen than this is zoomed to. */
const smallestTilePx = 12;

/** How many tiles get which class, and which ones are left open. */
export function TruthCounts({
  preview,
  conflictCount,
}: {
  preview: TruthPreview;
  /** As they are framed on the map. */
  conflictCount: number;
}) {
  const t = useTranslations("truth");
  const format = useFormat();
  const facts = [
    ["changed", preview.changedCount],
    ["same", preview.sameCount],
    ["other", preview.otherCount],
    ["little", preview.littleCount],
  ] as const;
  return (
    <div className="flex flex-col gap-3 text-sm">
      <ul className="grid grid-cols-2 gap-x-4 gap-y-1">
        {preview.targets.map((target) => (
          <li key={target.name} className="flex items-center gap-2">
            <ColourSwatch colour={target.colour} />
            <span className="min-w-0 flex-1 truncate" title={target.name}>
              {target.name}
            </span>
            <span className="num text-muted-foreground">{format.count(target.tileCount)}</span>
          </li>
        ))}
      </ul>
      <dl className="grid grid-cols-[1fr_auto] gap-x-4">
        {facts.map(([name, count]) => (
          <div key={name} className="col-span-2 flex justify-between">
            <dt className="text-muted-foreground">{t(`facts.${name}`)}</dt>
            <dd className="num">{format.count(count)}</dd>
          </div>
        ))}
      </dl>
      {conflictCount > 0 && <Conflicts preview={preview} conflictCount={conflictCount} />}
    </div>
  );
}

function Conflicts({ preview, conflictCount }: { preview: TruthPreview; conflictCount: number }) {
  const t = useTranslations("truth");
  const format = useFormat();
  const { goTo, map } = useWorkspace();
  const show = (tile: { row: number; col: number }) => {
    goTo(tile);
    if (map && map.geometry.cellWidth / map.resolution < smallestTilePx) map.focus(tile);
  };
  return (
    <details open>
      <summary className="cursor-pointer">
        <span aria-hidden className="mr-1.5 inline-block size-2.5 border-2 border-[#ff7a1a]" />
        {t("conflicts", { amount: conflictCount, count: format.count(conflictCount) })}
      </summary>
      <ul className="mt-1 max-h-48 overflow-y-auto">
        {preview.conflicts.slice(0, conflictsShown).map(({ row, col, kind, shares }) => (
          <li key={`${row} ${col}`}>
            <button
              type="button"
              className="w-full rounded-sm px-1 py-0.5 text-left hover:bg-accent"
              onClick={() => show({ row, col })}
            >
              <span className="num text-primary">{t("tile", { row, col })}</span>{" "}
              <span className="text-muted-foreground">
                {t(`conflict.${kind}`)}:{" "}
                {shares.map(({ name, share }) => `${name} ${format.percent(share, 0)}`).join(", ")}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
