"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { useMay } from "@/components/auth/me-context";
import { Link } from "@/components/ui/link";
import { Progress } from "@/components/ui/progress";
import { RelativeTime } from "@/components/ui/time";
import { Tooltip } from "@/components/ui/tooltip";
import { apiQuery } from "@/lib/api-client";
import type { Run } from "@/lib/contracts/runs";
import { useFormat } from "@/lib/i18n/use-format";
import { hasEnded } from "@/lib/run-status";
import { NewestCard } from "./newest-card";

/** The newest runs of a project, with their score or how far they are. */
export function RunSummary({ projectId }: { projectId: string }) {
  const t = useTranslations("projects");
  const tCommon = useTranslations("common");
  const mayLaunch = useMay("run.launch");
  const query = useQuery(apiQuery.runs.list.queryOptions({ input: { projectId } }));
  return (
    <NewestCard
      title={t("recentRuns")}
      href={`/projects/${projectId}/runs`}
      add={mayLaunch ? tCommon("palette.newRun") : null}
      query={query}
      most={5}
      empty={t("noRuns")}
    >
      {(run, href) => <RunLine run={run} href={href} />}
    </NewestCard>
  );
}

function RunLine({ run, href }: { run: Run; href: string }) {
  const t = useTranslations("projects");
  const format = useFormat();
  const test = run.result?.evaluations.find((one) => one.split === "test");
  const score = test?.macroF1 ?? run.best["val/macro_f1"];
  return (
    <>
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
          {run.status === "finished" ? (
            <RelativeTime atMs={run.endedAtMs ?? run.createdAtMs} />
          ) : (
            t(`runStatus.${run.status}`)
          )}
        </span>
      </div>
      {!hasEnded(run.status) && run.status !== "queued" && (
        <Progress value={run.progress.fraction} className="mt-1.5 h-1" aria-label={run.name} />
      )}
    </>
  );
}
