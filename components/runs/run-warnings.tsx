"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleCheck, TriangleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { RelativeTime } from "@/components/ui/time";
import { apiQuery } from "@/lib/api-client";
import type { Run } from "@/lib/contracts/runs";
import { useSaid } from "@/lib/i18n/use-said";
import { isActive } from "@/lib/run-status";

export function useRunWarnings(run: Run) {
  return useQuery({
    ...apiQuery.runs.listWarnings.queryOptions({ input: { runId: run.id } }),
    refetchInterval: isActive(run.status) ? 5000 : false,
  });
}

/** What the trainer warned about, newest first. */
export function RunWarnings({ run }: { run: Run }) {
  const t = useTranslations("runs");
  const said = useSaid();
  const query = useRunWarnings(run);
  if (query.isPending) return <Skeleton className="h-24" />;
  if (query.isError) {
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (query.data.length === 0) return <EmptyState icon={CircleCheck} title={t("warnings.none")} />;
  return (
    <ul className="divide-y rounded-lg border bg-card">
      {query.data
        .toReversed()
        .map((warning) => ({ ...warning, ...said(warning) }))
        .map((warning) => (
          <li key={`${warning.atMs}-${warning.code}`} className="flex items-start gap-3 px-4 py-3">
            <TriangleAlert className="mt-0.5 size-4 shrink-0 text-warning" aria-hidden />
            <div className="min-w-0 flex-1">
              <p>{warning.message}</p>
              {warning.hint && <p className="text-muted-foreground">{warning.hint}</p>}
            </div>
            <RelativeTime atMs={warning.atMs} className="shrink-0 text-muted-foreground text-sm" />
          </li>
        ))}
    </ul>
  );
}
