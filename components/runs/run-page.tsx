"use client";

import { useQuery } from "@tanstack/react-query";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useTranslations } from "use-intl";
import { Badge } from "@/components/ui/badge";
import { Loaded } from "@/components/ui/loaded";
import { PageBody } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { apiQuery } from "@/lib/api-client";
import type { Run } from "@/lib/contracts/runs";
import { CacheTopic } from "@/lib/live/live-provider";
import { RunNotes } from "./notes/run-notes";
import { RunCharts } from "./run-charts";
import { RunHeader } from "./run-header";
import { RunLog } from "./run-log";
import { RunResult } from "./run-result";
import { RunSettings } from "./run-settings";
import { RunState } from "./run-state";
import { RunWarnings, useRunWarnings } from "./run-warnings";

const tabNames = ["charts", "result", "settings", "notes", "log", "warnings"] as const;
type TabName = (typeof tabNames)[number];

/** One run, live: its state, curves, result, settings, log and warnings. */
export function RunPage({ runId }: { runId: string }) {
  const query = useQuery(apiQuery.runs.get.queryOptions({ input: { runId } }));
  return (
    <PageBody width="full">
      <CacheTopic topic={`run:${runId}`} />
      <Loaded
        query={query}
        placeholder={
          <>
            <Skeleton className="h-14" />
            <Skeleton className="h-28" />
            <Skeleton className="h-96" />
          </>
        }
      >
        {(run) => <RunDetails run={run} />}
      </Loaded>
    </PageBody>
  );
}

/** The tab lives in the address, so that a link leads to it. */
function useTab(): [TabName, (tab: TabName) => void] {
  const router = useRouter();
  const pathname = usePathname();
  const wanted = useSearchParams().get("tab");
  const tab = tabNames.find((one) => one === wanted) ?? "charts";
  const choose = (next: TabName) =>
    router.replace(next === "charts" ? pathname : `${pathname}?tab=${next}`, { scroll: false });
  return [tab, choose];
}

function RunDetails({ run }: { run: Run }) {
  const t = useTranslations("runs");
  const [tab, setTab] = useTab();
  const warnings = useRunWarnings(run);
  const dataset = useQuery(
    apiQuery.datasets.get.queryOptions({ input: { datasetId: run.datasetId } }),
  );
  const classes = dataset.data?.classes ?? [];
  const warningCount = warnings.data?.length ?? 0;
  return (
    <>
      <RunHeader run={run} />
      <RunState run={run} onShowLog={() => setTab("log")} />
      <Tabs value={tab} onValueChange={(next) => setTab(next as TabName)}>
        <TabsList>
          {tabNames.map((name) => (
            <TabsTrigger key={name} value={name}>
              {t(`tabs.${name}`)}
              {name === "notes" && run.commentCount > 0 && <Badge>{run.commentCount}</Badge>}
              {name === "warnings" && warningCount > 0 && (
                <Badge variant="warning">{warningCount}</Badge>
              )}
            </TabsTrigger>
          ))}
        </TabsList>
        <TabsContent value="charts">
          <RunCharts key={run.id} run={run} />
        </TabsContent>
        <TabsContent value="result">
          <RunResult run={run} classes={classes} />
        </TabsContent>
        <TabsContent value="settings">
          <RunSettings run={run} />
        </TabsContent>
        <TabsContent value="notes">
          <RunNotes run={run} />
        </TabsContent>
        <TabsContent value="log">
          <RunLog key={run.id} run={run} />
        </TabsContent>
        <TabsContent value="warnings">
          <RunWarnings run={run} />
        </TabsContent>
      </Tabs>
    </>
  );
}
