"use client";

import { useTranslations } from "use-intl";
import { formatChange, noValue } from "@/components/charts/format";
import { ColourSwatch } from "@/components/ui/colour-swatch";
import { EmptyState } from "@/components/ui/empty-state";
import { TableCell, TableRow } from "@/components/ui/table";
import type { Dataset } from "@/lib/contracts/datasets";
import type { Run } from "@/lib/contracts/runs";
import { CompareTable } from "./compare-table";
import type { ComparedRun } from "./comparison";
import { commonSplit, compareClasses } from "./comparison";

/** A change of F1 this large gets the full colour. */
const fullChange = 0.2;

/** F1 of every class by run; the ground says how far it lies above or below the baseline. */
export function CompareClasses({
  compared,
  baseline,
  datasets,
}: {
  compared: readonly ComparedRun[];
  baseline: Run;
  datasets: ReadonlyMap<string, Dataset>;
}) {
  const t = useTranslations("runs");
  const runs = compared.map(({ run }) => run);
  const split = commonSplit(runs);
  const rows = compareClasses(runs, datasets, split);
  const baseIndex = runs.findIndex((run) => run.id === baseline.id);
  if (rows.length === 0) return <EmptyState title={t("compare.noResults")} />;
  return (
    <CompareTable
      compared={compared}
      baselineId={baseline.id}
      corner={t("compare.f1Of", { split: t(`split.${split}`) })}
    >
      {rows.map((row) => {
        const base = row.f1[baseIndex] ?? null;
        return (
          <TableRow key={row.id}>
            <TableCell className="sticky left-0 max-w-64 truncate bg-card">
              <ColourSwatch colour={row.colour} className="mr-2" />
              {row.name}
            </TableCell>
            {row.f1.map((f1, index) => {
              const change = index === baseIndex || f1 === null || base === null ? null : f1 - base;
              return (
                <TableCell
                  // biome-ignore lint/suspicious/noArrayIndexKey: a score is its run's place.
                  key={index}
                  numeric
                  style={{ background: groundOf(change) }}
                >
                  <span className="font-medium">{f1 === null ? noValue : f1.toFixed(3)}</span>
                  <span className="ml-2 inline-block w-14 text-foreground/75 text-sm">
                    {change !== null && formatChange(change, (size) => size.toFixed(3))}
                  </span>
                </TableCell>
              );
            })}
          </TableRow>
        );
      })}
    </CompareTable>
  );
}

/** Diverging: blue above the baseline, orange below, nothing where they are equal. */
function groundOf(change: number | null): string | undefined {
  if (change === null) return undefined;
  const strength = Math.min(1, Math.abs(change) / fullChange) * 38;
  const hue = change > 0 ? "var(--chart-1)" : "var(--chart-2)";
  return `color-mix(in oklch, ${hue} ${strength.toFixed(1)}%, transparent)`;
}
