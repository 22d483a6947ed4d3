import { useMutation, useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { isActiveJob } from "@/components/jobs/job-link";
import { Button } from "@/components/ui/button";
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-state";
import { Progress } from "@/components/ui/progress";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { api, apiQuery } from "@/lib/api-client";
import { type ExportFormat, type ExportSource, exportFormatSchema } from "@/lib/contracts/exports";
import { useFormat } from "@/lib/i18n/use-format";
import { useSaid } from "@/lib/i18n/use-said";

import { useFocusMap, useWorkspace } from "../workspace-context";

/** Writes the labels, or the prediction on screen, in a format of other programs. */
export function ExportDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTranslations("exports");
  const { scene, prediction } = useWorkspace();
  const focusMap = useFocusMap();
  const [what, setWhat] = useState<ExportSource["what"]>("labels");
  const [format, setFormat] = useState<ExportFormat>("geopackage");
  const { chosen } = prediction;
  const source: ExportSource =
    what === "prediction" && chosen
      ? { what, predictionId: chosen.id }
      : { what: "labels", sceneId: scene.id };
  const create = useMutation({ mutationFn: () => api.exports.create({ source, format }) });
  const jobId = create.data?.jobId;
  const change = (apply: () => void) => {
    create.reset();
    apply();
  };
  return (
    <Dialog open={open} onOpenChange={(next) => !next && onClose()}>
      <DialogContent className="max-w-xl" onCloseAutoFocus={focusMap}>
        <DialogHeader>
          <DialogTitle>{t("title")}</DialogTitle>
          <DialogDescription>{t("description")}</DialogDescription>
        </DialogHeader>
        <DialogBody className="flex flex-col gap-3">
          {chosen && (
            <SegmentedControl
              aria-label={t("what")}
              value={what}
              segments={[
                { value: "labels", label: t("labels") },
                { value: "prediction", label: t("prediction", { model: chosen.modelName }) },
              ]}
              onValueChange={(next) => change(() => setWhat(next))}
            />
          )}
          <FormatChoice value={format} onChange={(next) => change(() => setFormat(next))} />
          {create.error && <ErrorNote error={create.error} />}
          {jobId && <ExportProgress key={jobId} jobId={jobId} />}
          <RecentExports sceneId={scene.id} projectId={scene.projectId} exceptId={jobId} />
        </DialogBody>
        <DialogFooter>
          <Button variant="outline" onClick={onClose}>
            {t("close")}
          </Button>
          {!jobId && (
            <Button loading={create.isPending} onClick={() => create.mutate()}>
              {t("start")}
            </Button>
          )}
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}

const names: Record<ExportFormat, string> = {
  csv: "CSV",
  geojson: "GeoJSON",
  geopackage: "GeoPackage",
  geoparquet: "GeoParquet",
  coco: "COCO",
  geotiff: "GeoTIFF",
  stac: "STAC",
};

function FormatChoice({
  value,
  onChange,
}: {
  value: ExportFormat;
  onChange: (format: ExportFormat) => void;
}) {
  const t = useTranslations("exports");
  const group = useId();
  return (
    <fieldset className="flex flex-col divide-y rounded-md border">
      <legend className="sr-only">{t("format")}</legend>
      {exportFormatSchema.options.map((format) => (
        <label
          key={format}
          className="flex cursor-pointer items-baseline gap-2.5 px-3 py-2 hover:bg-accent/40 has-checked:bg-accent"
        >
          <input
            type="radio"
            name={group}
            className="accent-primary"
            checked={format === value}
            onChange={() => onChange(format)}
          />
          <span className="w-24 shrink-0 font-medium">{names[format]}</span>
          <span className="text-muted-foreground text-sm">{t(`formats.${format}`)}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** How far the file is, and where to fetch it. */
function ExportProgress({ jobId }: { jobId: string }) {
  const t = useTranslations("exports");
  const { data: job, error } = useQuery(
    apiQuery.jobs.get.queryOptions({
      input: { jobId },
      refetchInterval: ({ state }) => (!state.data || isActiveJob(state.data) ? 500 : false),
    }),
  );
  if (job?.problem || error) return <ErrorNote error={job ? { data: job.problem } : error} />;
  if (job?.status === "canceled") return <p className="text-sm">{t("canceled")}</p>;
  if (job?.status !== "finished") {
    return <Progress value={job?.progress.fraction ?? null} aria-label={t("writing")} />;
  }
  return (
    <Button asChild className="self-start">
      <a href={`/api/downloads/exports/${jobId}`} download>
        <Download />
        {t("download")}
      </a>
    </Button>
  );
}

const recentShown = 5;

/** Files that were written before and can still be fetched. */
function RecentExports({
  sceneId,
  projectId,
  exceptId,
}: {
  sceneId: string;
  projectId: string;
  exceptId: string | undefined;
}) {
  const t = useTranslations("exports");
  const format = useFormat();
  const said = useSaid();
  const { data: jobs = [] } = useQuery(apiQuery.jobs.list.queryOptions({ input: { projectId } }));
  const done = jobs
    .filter((job) => job.kind === "tiles.export" && job.subjectId === sceneId)
    .filter((job) => job.status === "finished" && job.id !== exceptId)
    .slice(0, recentShown);
  if (done.length === 0) return null;
  return (
    <section aria-label={t("recent")}>
      <h3 className="mb-1 font-medium text-sm">{t("recent")}</h3>
      <ul className="text-sm">
        {done.map((job) => (
          <li key={job.id} className="flex justify-between gap-3">
            <a
              className="truncate text-primary underline"
              href={`/api/downloads/exports/${job.id}`}
              download
            >
              {said({ message: job.title, sentence: job.titleSentence }).message}
            </a>
            <span className="shrink-0 text-muted-foreground">
              {format.relativeTime(job.endedAtMs ?? job.createdAtMs)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
