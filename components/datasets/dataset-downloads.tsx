"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { FileArchive, FileSpreadsheet, LoaderCircle } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-state";
import { Progress } from "@/components/ui/progress";
import { Tooltip } from "@/components/ui/tooltip";
import { apiQuery } from "@/lib/api-client";
import type { Problem } from "@/lib/contracts/common";
import type { Dataset } from "@/lib/contracts/datasets";
import type { Job } from "@/lib/contracts/jobs";
import { AppError, isErrorCode } from "@/lib/errors";
import { useSaid } from "@/lib/i18n/use-said";
import { DatasetExport } from "./dataset-export";

/** Where the files of a dataset are fetched from. */
export const datasetHref = {
  /** sceneIndex,row,col,classIndex,split: what the trainer reads. */
  tiles: (datasetId: string) => `/api/downloads/datasets/${datasetId}/tiles.csv`,
  /** Names, authors and times: what people read. */
  table: (datasetId: string) => `/api/downloads/datasets/${datasetId}/table.csv`,
  images: (datasetId: string) => `/api/downloads/datasets/${datasetId}/images.zip`,
};

/** The newest export of a dataset, wherever it was asked for. */
function findExport(jobs: readonly Job[] | undefined, dataset: Dataset): Job | undefined {
  return jobs
    ?.filter((job) => job.kind === "dataset.export" && job.subjectId === dataset.id)
    .toSorted((a, b) => b.createdAtMs - a.createdAtMs)[0];
}

function isWorking(job: Job | undefined): boolean {
  return job?.status === "queued" || job?.status === "running";
}

/** The CSV at once; the image folder by a job, then at once. */
export function DatasetDownloads({ dataset }: { dataset: Dataset }) {
  const t = useTranslations("datasets");
  const input = { projectId: dataset.projectId };
  const jobs = useQuery({
    ...apiQuery.jobs.list.queryOptions({ input }),
    // The event stream brings changes; this is for a stream that is down.
    refetchInterval: (query) => (isWorking(findExport(query.state.data, dataset)) ? 4000 : false),
  });
  const job = findExport(jobs.data, dataset);
  const start = useMutation(
    apiQuery.datasets.export.mutationOptions({ onSuccess: () => void jobs.refetch() }),
  );
  const status = job?.status;
  const said = useSaid();
  const doing =
    job?.progress.message &&
    said({ message: job.progress.message, sentence: job.progress.sentence }).message;
  const working = start.isPending || isWorking(job);
  const problem =
    start.error ?? (status === "failed" && job?.problem ? jobError(job.problem) : null);
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap gap-2">
        <Tooltip content={t("download.csvHelp")}>
          <Button asChild variant="outline">
            <a href={datasetHref.table(dataset.id)} download>
              <FileSpreadsheet />
              {t("download.csv")}
            </a>
          </Button>
        </Tooltip>
        {status === "finished" ? (
          <Button asChild>
            <a href={datasetHref.images(dataset.id)} download>
              <FileArchive />
              {t("download.images")}: {t("download.get")}
            </a>
          </Button>
        ) : (
          <Tooltip content={t("download.imagesHelp")}>
            <Button
              variant="outline"
              disabled={working}
              onClick={() => start.mutate({ datasetId: dataset.id })}
            >
              {working ? <LoaderCircle className="animate-spin" /> : <FileArchive />}
              {t("download.images")}
            </Button>
          </Tooltip>
        )}
        <DatasetExport dataset={dataset} />
      </div>
      {working && (
        <div>
          <Progress value={job?.progress.fraction ?? null} aria-label={t("download.writing")} />
          <p className="mt-1 text-muted-foreground text-sm">{doing ?? t("download.writing")}</p>
        </div>
      )}
      <ErrorNote error={problem} />
    </div>
  );
}

function jobError(problem: Problem): AppError {
  return new AppError(isErrorCode(problem.code) ? problem.code : "internal", problem);
}
