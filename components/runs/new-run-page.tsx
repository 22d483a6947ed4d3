"use client";

import { useQuery } from "@tanstack/react-query";
import { Database } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "use-intl";
import { useMay } from "@/components/auth/me-context";
import { Breadcrumbs } from "@/components/ui/breadcrumbs";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Link } from "@/components/ui/link";
import { PageBody, PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import { apiQuery } from "@/lib/api-client";
import { runIdSchema } from "@/lib/contracts/common";
import { NewRunForm } from "./new-run-form";
import { presetConfig } from "./presets";

/** `?dataset=` chooses the dataset, `?from=` copies the settings of a run. */
export function NewRunPage({ projectId }: { projectId: string }) {
  const t = useTranslations("runs");
  const asked = useSearchParams();
  const fromId = runIdSchema.safeParse(asked.get("from")).data;
  const mayLaunch = useMay("run.launch");
  const datasets = useQuery(apiQuery.datasets.list.queryOptions({ input: { projectId } }));
  const models = useQuery(apiQuery.models.listBase.queryOptions());
  const machine = useQuery(apiQuery.environment.get.queryOptions({ input: {} }));
  const from = useQuery({
    ...apiQuery.runs.get.queryOptions({ input: { runId: fromId ?? "" } }),
    enabled: fromId !== undefined,
  });
  const base = `/projects/${projectId}`;
  const newest = datasets.data?.find((one) => !one.archived) ?? datasets.data?.[0];
  const failed = [datasets, from].find((query) => query.isError);
  // The form can do without the list of models; it waits so that nothing jumps. The machine may
  // take seconds to answer and adds one line to the form.
  const waiting = [datasets, models].some((query) => query.isPending);
  return (
    <PageBody>
      <PageHeader
        title={from.data ? t("form.cloneTitle", { name: from.data.name }) : t("form.title")}
        breadcrumbs={<Breadcrumbs items={[{ label: t("title"), href: `${base}/runs` }]} />}
      />
      {failed ? (
        <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />
      ) : waiting || (fromId && from.isPending) ? (
        <Waiting />
      ) : datasets.data?.length === 0 ? (
        <EmptyState icon={Database} title={t("form.noDatasets")}>
          <Button asChild>
            <Link href={`${base}/datasets/new`}>{t("empty.dataset")}</Link>
          </Button>
        </EmptyState>
      ) : (
        <NewRunForm
          key={`${asked.get("dataset")} ${fromId}`}
          projectId={projectId}
          datasets={datasets.data ?? []}
          models={models.data ?? []}
          machine={machine.data}
          allowed={mayLaunch}
          initial={{
            datasetId: asked.get("dataset") ?? from.data?.datasetId ?? newest?.id ?? "",
            name: "",
            config: from.data?.config ?? presetConfig("quick", machine.data),
          }}
        />
      )}
    </PageBody>
  );
}

function Waiting() {
  return (
    <>
      <Skeleton className="h-16" />
      <div className="grid gap-5 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <Skeleton className="h-[36rem]" />
        <Skeleton className="h-96" />
      </div>
    </>
  );
}
