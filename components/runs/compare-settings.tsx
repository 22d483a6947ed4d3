"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { EmptyState } from "@/components/ui/empty-state";
import { Switch } from "@/components/ui/switch";
import { TableCell, TableRow } from "@/components/ui/table";
import { cn } from "@/lib/cn";
import type { Dataset } from "@/lib/contracts/datasets";
import type { Run } from "@/lib/contracts/runs";
import { CompareTable } from "./compare-table";
import type { ComparedRun } from "./comparison";
import { hasEffect, settingDiffers, settingPaths } from "./run-fields";
import { useSettingText } from "./use-setting-text";

interface Row {
  key: string;
  label: string;
  values: string[];
  differs: boolean;
}

/** Settings side by side; those that differ are marked, the others can be left out. */
export function CompareSettings({
  compared,
  baseline,
  datasets,
}: {
  compared: readonly ComparedRun[];
  baseline: Run;
  datasets: ReadonlyMap<string, Dataset>;
}) {
  const t = useTranslations("runs");
  const text = useSettingText();
  const [onlyDifferences, setOnlyDifferences] = useState(compared.length > 1);
  const runs = compared.map(({ run }) => run);
  const configs = runs.map((run) => run.config);
  const rows: Row[] = [
    {
      key: "dataset",
      label: t("fields.dataset.label"),
      values: runs.map((run) => {
        const dataset = datasets.get(run.datasetId);
        return dataset ? `${dataset.name} · v${dataset.version}` : run.datasetName;
      }),
      differs: new Set(runs.map((run) => run.datasetId)).size > 1,
    },
    ...settingPaths
      .filter((path) => configs.some((config) => hasEffect(config, path)))
      .map((path) => ({
        key: path,
        label: text.label(path),
        values: configs.map((config) => (hasEffect(config, path) ? text.value(config, path) : "–")),
        differs: settingDiffers(configs, path),
      })),
  ];
  const shown = onlyDifferences ? rows.filter((row) => row.differs) : rows;
  const baseIndex = runs.findIndex((run) => run.id === baseline.id);
  return (
    <div className="flex flex-col gap-3">
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the switch inside is the control. */}
      <label className="flex w-fit items-center gap-2">
        <Switch checked={onlyDifferences} onCheckedChange={setOnlyDifferences} />
        {t("compare.onlyDifferences")}
      </label>
      {shown.length === 0 ? (
        <EmptyState title={t("compare.noDifferences")} />
      ) : (
        <CompareTable
          compared={compared}
          baselineId={baseline.id}
          corner={t("compare.setting")}
          numeric={false}
        >
          {shown.map((row) => (
            <TableRow key={row.key}>
              <TableCell className="sticky left-0 bg-card text-muted-foreground">
                {row.label}
                {row.differs && !onlyDifferences && (
                  <span
                    title={t("compare.differs")}
                    className="ml-1.5 inline-block size-1.5 rounded-full bg-warning align-middle"
                  />
                )}
              </TableCell>
              {row.values.map((value, index) => (
                <TableCell
                  // biome-ignore lint/suspicious/noArrayIndexKey: a value is its run's place.
                  key={index}
                  className={cn(
                    "num",
                    row.differs && value !== row.values[baseIndex] && "bg-warning/12 font-medium",
                  )}
                >
                  {value}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </CompareTable>
      )}
    </div>
  );
}
