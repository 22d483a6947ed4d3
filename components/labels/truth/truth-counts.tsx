import { useTranslations } from "use-intl";
import { ColourSwatch } from "@/components/ui/colour-swatch";
import type { TruthPreview } from "@/lib/contracts/truth";
import { useFormat } from "@/lib/i18n/use-format";
import { useWorkspace } from "../workspace-context";

const conflictsShown = 50;

/** How many tiles get which class, and which ones are left open. */
export function TruthCounts({ preview }: { preview: TruthPreview }) {
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
      {preview.conflictCount > 0 && <Conflicts preview={preview} />}
    </div>
  );
}

function Conflicts({ preview }: { preview: TruthPreview }) {
  const t = useTranslations("truth");
  const format = useFormat();
  const { goTo } = useWorkspace();
  return (
    <details>
      <summary className="cursor-pointer">
        {t("conflicts", {
          amount: preview.conflictCount,
          count: format.count(preview.conflictCount),
        })}
      </summary>
      <ul className="mt-1 max-h-40 overflow-y-auto">
        {preview.conflicts.slice(0, conflictsShown).map(({ row, col, kind, shares }) => (
          <li key={`${row} ${col}`} className="flex gap-2 py-0.5">
            <button
              type="button"
              className="num shrink-0 text-primary underline"
              onClick={() => goTo({ row, col })}
            >
              {t("tile", { row, col })}
            </button>
            <span className="text-muted-foreground">
              {t(`conflict.${kind}`)}:{" "}
              {shares.map(({ name, share }) => `${name} ${format.percent(share, 0)}`).join(", ")}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
