"use client";

import { useQueries } from "@tanstack/react-query";
import { GitCompareArrows } from "lucide-react";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useTheme } from "next-themes";
import { useTranslations } from "use-intl";
import { lineStyle } from "@/components/charts/colours";
import { Breadcrumbs } from "@/components/ui/breadcrumbs";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { PageBody, PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { apiQuery } from "@/lib/api-client";
import type { Dataset } from "@/lib/contracts/datasets";
import type { Run } from "@/lib/contracts/runs";
import { CompareCharts } from "./compare-charts";
import { CompareChips } from "./compare-chips";
import { CompareClasses } from "./compare-classes";
import { CompareResults } from "./compare-results";
import { CompareSettings } from "./compare-settings";
import { type ComparedRun, parseIds } from "./comparison";

/** Which runs are compared, and against which one: both live in the address. */
function useComparedIds() {
  const router = useRouter();
  const pathname = usePathname();
  const asked = useSearchParams();
  const ids = parseIds(asked.get("ids"));
  const wanted = asked.get("base");
  const baseline = wanted && ids.includes(wanted) ? wanted : ids[0];
  const go = (nextIds: readonly string[], nextBase: string | undefined) => {
    const base = nextBase && nextBase !== nextIds[0] ? `&base=${nextBase}` : "";
    router.replace(`${pathname}?ids=${nextIds.join(",")}${base}`, { scroll: false });
  };
  return {
    ids,
    baseline,
    add: (id: string) => go([...ids, id], baseline),
    remove: (id: string) =>
      go(
        ids.filter((one) => one !== id),
        baseline,
      ),
    setBaseline: (id: string) => go(ids, id),
  };
}

/** Chosen runs side by side, live while they run. */
export function ComparePage({ projectId }: { projectId: string }) {
  const t = useTranslations("runs");
  const { resolvedTheme } = useTheme();
  const theme = resolvedTheme === "dark" ? "dark" : "light";
  const chosen = useComparedIds();
  const queries = useQueries({
    queries: chosen.ids.map((runId) => apiQuery.runs.get.queryOptions({ input: { runId } })),
  });
  const compared = queries.flatMap((query, index): ComparedRun[] =>
    query.data ? [{ run: query.data, style: lineStyle(index, theme) }] : [],
  );
  const datasets = useDatasets(compared);
  const waiting = queries.some((query) => query.isPending);
  const failed = queries.filter((query) => query.isError && !query.data);
  const baseline = compared.find(({ run }) => run.id === chosen.baseline)?.run ?? compared[0]?.run;
  return (
    <PageBody width="full">
      <PageHeader
        title={t("compare.title")}
        breadcrumbs={
          <Breadcrumbs items={[{ label: t("title"), href: `/projects/${projectId}/runs` }]} />
        }
      />
      <CompareChips
        projectId={projectId}
        compared={compared}
        baselineId={baseline?.id}
        onAdd={chosen.add}
        onRemove={chosen.remove}
        onBaseline={chosen.setBaseline}
      />
      {failed.length > 0 && compared.length > 0 && (
        <p className="text-warning">{t("compare.missing", { count: failed.length })}</p>
      )}
      {waiting && compared.length === 0 ? (
        <Skeleton className="h-96" />
      ) : compared.length === 0 || !baseline ? (
        failed[0] ? (
          <ErrorState error={failed[0].error} onRetry={() => void failed[0]?.refetch()} />
        ) : (
          <EmptyState
            icon={GitCompareArrows}
            title={t("compare.none")}
            description={t("compare.noneText")}
          />
        )
      ) : (
        <Comparison compared={compared} baseline={baseline} datasets={datasets} />
      )}
    </PageBody>
  );
}

function useDatasets(compared: readonly ComparedRun[]): ReadonlyMap<string, Dataset> {
  const ids = [...new Set(compared.map(({ run }) => run.datasetId))];
  const queries = useQueries({
    queries: ids.map((datasetId) => apiQuery.datasets.get.queryOptions({ input: { datasetId } })),
  });
  return new Map(queries.flatMap(({ data }) => (data ? [[data.id, data] as const] : [])));
}

const tabNames = ["curves", "results", "settings", "classes"] as const;

function Comparison({
  compared,
  baseline,
  datasets,
}: {
  compared: readonly ComparedRun[];
  baseline: Run;
  datasets: ReadonlyMap<string, Dataset>;
}) {
  const t = useTranslations("runs");
  const differ = new Set(compared.map(({ run }) => run.datasetId)).size > 1;
  const shared = { compared, baseline };
  return (
    <Tabs defaultValue="curves">
      <TabsList>
        {tabNames.map((name) => (
          <TabsTrigger key={name} value={name}>
            {t(`compare.${name}`)}
          </TabsTrigger>
        ))}
      </TabsList>
      {differ && <p className="text-warning">{t("compare.differentParts")}</p>}
      <TabsContent value="curves">
        <CompareCharts compared={compared} />
      </TabsContent>
      <TabsContent value="results">
        <CompareResults {...shared} />
      </TabsContent>
      <TabsContent value="settings">
        <CompareSettings {...shared} datasets={datasets} />
      </TabsContent>
      <TabsContent value="classes">
        <CompareClasses {...shared} datasets={datasets} />
      </TabsContent>
    </Tabs>
  );
}
