"use client";

import { useQuery } from "@tanstack/react-query";
import { GitCompareArrows, ListX, Plus, Workflow } from "lucide-react";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/components/auth/me-context";
import { ArchiveSwitch } from "@/components/records/archive-switch";
import { useArchiveView } from "@/components/records/use-archive-view";
import { Button } from "@/components/ui/button";
import { DataTable, type RowSelectionState } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNote } from "@/components/ui/error-state";
import { Input } from "@/components/ui/input";
import { Link } from "@/components/ui/link";
import { Loaded } from "@/components/ui/loaded";
import { PageBody, PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import { apiQuery } from "@/lib/api-client";
import type { Run } from "@/lib/contracts/runs";
import { useRunColumns } from "./run-columns";
import { useOlderRuns } from "./use-older-runs";

/** All runs of a project; choose two or more to compare them. */
export function RunList({ projectId }: { projectId: string }) {
  const t = useTranslations("runs");
  const query = useQuery(apiQuery.runs.list.queryOptions({ input: { projectId } }));
  const mayLaunch = useMay("run.launch");
  return (
    <PageBody>
      <PageHeader
        title={t("title")}
        description={query.data && query.data.length > 0 ? t("compareHint") : undefined}
        actions={
          mayLaunch && (
            <Button asChild>
              <Link href={`/projects/${projectId}/runs/new`}>
                <Plus />
                {t("newRun")}
              </Link>
            </Button>
          )
        }
      />
      <Loaded query={query} placeholder={<Skeleton className="h-72" />}>
        {(runs) =>
          runs.length === 0 ? (
            <EmptyRuns projectId={projectId} />
          ) : (
            <RunTable projectId={projectId} runs={runs} />
          )
        }
      </Loaded>
    </PageBody>
  );
}

function EmptyRuns({ projectId }: { projectId: string }) {
  const t = useTranslations("runs");
  const datasets = useQuery(apiQuery.datasets.list.queryOptions({ input: { projectId } }));
  const mayLaunch = useMay("run.launch");
  const hasDataset = (datasets.data?.length ?? 0) > 0;
  return (
    <EmptyState icon={Workflow} title={t("empty.title")} description={t("empty.text")}>
      {mayLaunch && (
        <Button asChild>
          <Link href={`/projects/${projectId}/${hasDataset ? "runs/new" : "datasets/new"}`}>
            {hasDataset ? t("empty.action") : t("empty.dataset")}
          </Link>
        </Button>
      )}
    </EmptyState>
  );
}

function matches(run: Run, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  return [run.name, run.datasetName, run.createdBy?.name ?? ""].some((part) =>
    part.toLowerCase().includes(wanted),
  );
}

function RunTable({ projectId, runs: newest }: { projectId: string; runs: readonly Run[] }) {
  const t = useTranslations("runs");
  const router = useRouter();
  const columns = useRunColumns();
  const { runs, more, reading, error } = useOlderRuns(projectId, newest);
  const [text, setText] = useState("");
  const [selection, setSelection] = useState<RowSelectionState>({});
  const { rows, archive } = useArchiveView(runs);
  const shown = useMemo(() => rows.filter((run) => matches(run, text)), [rows, text]);
  const chosen = runs.filter((run) => selection[run.id]).map((run) => run.id);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <Input
          type="search"
          className="max-w-72"
          placeholder={t("search")}
          aria-label={t("search")}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <span className="num text-muted-foreground">{t("count", { count: shown.length })}</span>
        <ArchiveSwitch {...archive} />
        <div className="ml-auto flex gap-2">
          {chosen.length > 0 && (
            <Button variant="ghost" onClick={() => setSelection({})}>
              {t("clearChoice")}
            </Button>
          )}
          <Button
            variant="outline"
            disabled={chosen.length < 2}
            onClick={() =>
              router.push(`/projects/${projectId}/runs/compare?ids=${chosen.join(",")}`)
            }
          >
            <GitCompareArrows />
            {chosen.length < 2 ? t("actions.compare") : t("compareCount", { count: chosen.length })}
          </Button>
        </div>
      </div>
      <DataTable
        aria-label={t("title")}
        columns={columns}
        rows={shown}
        rowId={(run) => run.id}
        selection={selection}
        onSelectionChange={setSelection}
        onRowClick={(run) => router.push(`/projects/${projectId}/runs/${run.id}`)}
        empty={<EmptyState icon={ListX} title={t("noneFound", { text })} />}
      />
      <ErrorNote error={error} />
      {more && (
        <Button variant="outline" className="self-center" loading={reading} onClick={more}>
          {t("olderRuns")}
        </Button>
      )}
    </div>
  );
}
