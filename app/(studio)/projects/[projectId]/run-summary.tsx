"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { useMay } from "@/components/auth/me-context";
import { Button } from "@/components/ui/button";
import { Card, CardAction, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { ErrorState } from "@/components/ui/error-state";
import { Progress } from "@/components/ui/progress";
import { Skeleton } from "@/components/ui/skeleton";
import { RelativeTime } from "@/components/ui/time";
import { Tooltip } from "@/components/ui/tooltip";
import { apiQuery } from "@/lib/api-client";
import type { Run } from "@/lib/contracts/runs";
import { useFormat } from "@/lib/i18n/use-format";
import { hasEnded } from "@/lib/run-status";

const shownCount = 5;

/** The newest runs of a project, with their score or how far they are. */
export function RunSummary({ projectId }: { projectId: string }) {
  const t = useTranslations("projects");
  const tCommon = useTranslations("common");
  const mayLaunch = useMay("run.launch");
  const runs = useQuery(apiQuery.runs.list.queryOptions({ input: { projectId } }));
  const base = `/projects/${projectId}/runs`;
  const newest = runs.data?.toSorted((a, b) => b.createdAtMs - a.createdAtMs).slice(0, shownCount);
  return (
    <Card>
      <CardHeader>
        <CardTitle>
          <Link href={base} className="rounded-sm hover:underline">
            {t("recentRuns")}
          </Link>
        </CardTitle>
        <CardAction>
          {mayLaunch && (
            <Tooltip content={tCommon("palette.newRun")}>
              <Button asChild variant="ghost" size="icon-xs">
                <Link href={`${base}/new`} aria-label={tCommon("palette.newRun")}>
                  <Plus />
                </Link>
              </Button>
            </Tooltip>
          )}
        </CardAction>
      </CardHeader>
      <CardContent>
        {runs.isPending && <Skeleton className="h-10" />}
        {runs.isError && (
          <ErrorState
            className="border-0 p-0"
            error={runs.error}
            onRetry={() => void runs.refetch()}
          />
        )}
        {newest?.length === 0 && <p className="text-muted-foreground">{t("noRuns")}</p>}
        <ul className="flex flex-col gap-2.5">
          {newest?.map((run) => (
            <RunLine key={run.id} run={run} href={`${base}/${run.id}`} />
          ))}
        </ul>
      </CardContent>
    </Card>
  );
}

function RunLine({ run, href }: { run: Run; href: string }) {
  const t = useTranslations("projects");
  const format = useFormat();
  const test = run.result?.evaluations.find((one) => one.split === "test");
  const score = test?.macroF1 ?? run.best["val/macro_f1"];
  return (
    <li>
      <div className="flex items-baseline gap-3">
        <Link
          href={href}
          className="min-w-0 flex-1 truncate rounded-sm font-medium hover:underline"
        >
          {run.name}
        </Link>
        {score != null && (
          <Tooltip content={t("macroF1")}>
            <span className="num">{format.percent(score)}</span>
          </Tooltip>
        )}
        <span className="num text-muted-foreground text-sm">
          {hasEnded(run.status) && run.status === "finished" ? (
            <RelativeTime atMs={run.endedAtMs ?? run.createdAtMs} />
          ) : (
            t(`runStatus.${run.status}`)
          )}
        </span>
      </div>
      {!hasEnded(run.status) && run.status !== "queued" && (
        <Progress value={run.progress.fraction} className="mt-1.5 h-1" aria-label={run.name} />
      )}
    </li>
  );
}
