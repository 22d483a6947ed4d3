"use client";

import { keepPreviousData, skipToken, useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { useDebounced } from "@/components/datasets/use-debounced";
import { DescriptionList } from "@/components/ui/description-list";
import { apiQuery } from "@/lib/api-client";
import { estimateRunInputSchema } from "@/lib/contracts/runs";
import { useFormat } from "@/lib/i18n/use-format";
import type { RunFormValues } from "./run-form";

const settleMs = 400;

/** Time and memory that this run would take, from finished runs of its kind. */
export function RunEstimate({ values }: { values: RunFormValues }) {
  const t = useTranslations("runs");
  const format = useFormat();
  const asked = estimateRunInputSchema.safeParse(values);
  const settled = useDebounced(asked.success ? JSON.stringify(asked.data) : null, settleMs);
  const { data } = useQuery({
    ...apiQuery.runs.estimate.queryOptions({
      input: settled === null ? skipToken : JSON.parse(settled),
    }),
    placeholderData: keepPreviousData,
    retry: false,
  });
  if (!data) return null;
  const { durationMs, peakMemory, leastMemoryBytes, runCount } = data;
  const items = [];
  if (durationMs !== null) {
    items.push({
      term: t("estimate.duration"),
      value: t("estimate.about", { value: format.duration(durationMs) }),
    });
  }
  if (peakMemory) {
    items.push({
      term: t(peakMemory.kind === "gpu" ? "estimate.gpuMemory" : "estimate.memory"),
      value: t("estimate.about", { value: format.bytes(peakMemory.bytes) }),
    });
  } else if (leastMemoryBytes !== null) {
    items.push({
      term: t("estimate.memory"),
      value: t("estimate.atLeast", { value: format.bytes(leastMemoryBytes) }),
    });
  }
  const otherBatch = peakMemory && peakMemory.batchSize !== values.config.batchSize;
  return (
    <section aria-label={t("estimate.title")} className="flex flex-col gap-1.5 border-t pt-3">
      {items.length > 0 && <DescriptionList className="[&_dd]:text-right" items={items} />}
      <p className="text-muted-foreground text-sm">
        {runCount === 0 ? t("estimate.none") : t("estimate.from", { count: runCount })}
        {otherBatch && ` ${t("estimate.otherBatch", { batchSize: peakMemory.batchSize })}`}
      </p>
    </section>
  );
}
