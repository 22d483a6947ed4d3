"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { useMay } from "@/components/auth/me-context";
import { Button } from "@/components/ui/button";
import { Card, CardAction, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { RelativeTime } from "@/components/ui/time";
import { Tooltip } from "@/components/ui/tooltip";
import { apiQuery } from "@/lib/api-client";

const shownCount = 4;

/** The newest datasets of a project. */
export function DatasetSummary({ projectId }: { projectId: string }) {
  const t = useTranslations("projects");
  const tCommon = useTranslations("common");
  const mayFreeze = useMay("dataset.freeze");
  const datasets = useQuery(apiQuery.datasets.list.queryOptions({ input: { projectId } }));
  const base = `/projects/${projectId}/datasets`;
  const newest = datasets.data
    ?.toSorted((a, b) => b.createdAtMs - a.createdAtMs)
    .slice(0, shownCount);
  return (
    <Card>
      <CardHeader>
        <CardTitle>
          <Link href={base} className="rounded-sm hover:underline">
            {tCommon("nav.datasets")}
          </Link>
        </CardTitle>
        <CardAction>
          {mayFreeze && (
            <Tooltip content={tCommon("palette.newDataset")}>
              <Button asChild variant="ghost" size="icon-xs">
                <Link href={`${base}/new`} aria-label={tCommon("palette.newDataset")}>
                  <Plus />
                </Link>
              </Button>
            </Tooltip>
          )}
        </CardAction>
      </CardHeader>
      <CardContent>
        {datasets.isPending && <Skeleton className="h-10" />}
        {datasets.isError && (
          <ErrorState
            className="border-0 p-0"
            error={datasets.error}
            onRetry={() => void datasets.refetch()}
          />
        )}
        {newest?.length === 0 && <p className="text-muted-foreground">{t("noDatasets")}</p>}
        <ul className="flex flex-col gap-2">
          {newest?.map((dataset) => (
            <li key={dataset.id} className="flex items-baseline gap-3">
              <Link
                href={`${base}/${dataset.id}`}
                className="min-w-0 flex-1 truncate rounded-sm font-medium hover:underline"
              >
                {dataset.name}
              </Link>
              <span className="num text-muted-foreground text-sm">
                {t("tileCount", { count: dataset.tileCount })}
              </span>
              <RelativeTime
                atMs={dataset.createdAtMs}
                className="num text-muted-foreground text-sm"
              />
            </li>
          ))}
        </ul>
      </CardContent>
    </Card>
  );
}
