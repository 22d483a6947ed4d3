import type { QueryClient } from "@tanstack/react-query";
import { apiQuery } from "../api-client";
import type { Job } from "../contracts/jobs";
import type { LiveEvent } from "../contracts/live-events";
import type { RunTable } from "../contracts/run-table";
import type { Run } from "../contracts/runs";
import { withRunInTable } from "../run-table";

/** Puts a row into a list that is newest first: in its place when it is there, else in front. */
export function withRow<Row extends { id: string }>(
  rows: readonly Row[] | undefined,
  row: Row,
): Row[] | undefined {
  if (!rows) return undefined;
  if (!rows.some((one) => one.id === row.id)) return [row, ...rows];
  return rows.map((one) => (one.id === row.id ? row : one));
}

function patchJob(cache: QueryClient, job: Job): void {
  cache.setQueryData(apiQuery.jobs.get.queryKey({ input: { jobId: job.id } }), job);
  cache.setQueryData(apiQuery.jobs.list.queryKey({ input: {} }), (jobs) => withRow(jobs, job));
  if (!job.projectId) return;
  cache.setQueryData(apiQuery.jobs.list.queryKey({ input: { projectId: job.projectId } }), (jobs) =>
    withRow(jobs, job),
  );
}

function patchRunTables(cache: QueryClient, run: Run): void {
  const queryKey = apiQuery.runs.listTable.key({ input: { projectId: run.projectId } });
  const nowMs = Date.now();
  cache.setQueriesData<RunTable>(
    { queryKey },
    (table) => table && withRunInTable(table, run, nowMs),
  );
}

/** Brings the query cache up to date with what the server says has changed. */
export function patchCache(cache: QueryClient, event: LiveEvent): void {
  const refetch = (queryKey: readonly unknown[]) => void cache.invalidateQueries({ queryKey });
  switch (event.type) {
    case "job.changed":
      patchJob(cache, event.job);
      return;
    case "run.changed": {
      const { run } = event;
      const input = { runId: run.id };
      const before = cache.getQueryData(apiQuery.runs.get.queryKey({ input }));
      if (before?.commentCount !== run.commentCount) {
        refetch(apiQuery.runs.listComments.key({ input }));
      }
      cache.setQueryData(apiQuery.runs.get.queryKey({ input: { runId: run.id } }), run);
      cache.setQueryData(
        apiQuery.runs.list.queryKey({ input: { projectId: run.projectId } }),
        (runs) => withRow(runs, run),
      );
      patchRunTables(cache, run);
      return;
    }
    case "run.deleted": {
      const { projectId, runId } = event;
      cache.setQueryData(apiQuery.runs.list.queryKey({ input: { projectId } }), (runs) =>
        runs?.filter((run) => run.id !== runId),
      );
      refetch(apiQuery.runs.listTable.key({ input: { projectId } }));
      refetch(apiQuery.runs.get.key({ input: { runId } }));
      return;
    }
    case "prediction.changed": {
      const { prediction } = event;
      const input = { predictionId: prediction.id };
      cache.setQueryData(apiQuery.predictions.get.queryKey({ input }), prediction);
      refetch(apiQuery.predictions.list.key());
      return;
    }
    case "scene.changed":
      refetch(apiQuery.scenes.list.key({ input: { projectId: event.projectId } }));
      refetch(apiQuery.scenes.get.key({ input: { sceneId: event.sceneId } }));
      refetch(apiQuery.projects.key());
      return;
    case "project.changed":
      refetch(apiQuery.scenes.list.key({ input: { projectId: event.projectId } }));
      refetch(apiQuery.opinions.getSetting.key({ input: { projectId: event.projectId } }));
      refetch(apiQuery.projects.key());
      return;
    case "areas.changed":
      refetch(apiQuery.areas.list.key());
      return;
    case "views.changed":
      refetch(apiQuery.views.list.key({ input: { projectId: event.projectId } }));
      return;
    case "dataset.changed":
      refetch(apiQuery.datasets.get.key());
      refetch(apiQuery.datasets.list.key());
      return;
    case "model.changed":
      for (const query of ["get", "list", "listReviews", "listOffered", "getDefault"] as const) {
        refetch(apiQuery.models[query].key());
      }
      return;
    case "resync":
      void cache.invalidateQueries();
      return;
    case "run.points":
    case "labels.changed":
    case "presence.changed":
    case "statuses.changed":
    case "connected":
      // Drawn by the chart and the label session, which listen themselves.
      return;
  }
}
