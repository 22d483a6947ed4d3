import { useMutation, useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
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
import { api, apiQuery } from "@/lib/api-client";
import { type ExportFormat, type ExportSource, exportFormatSchema } from "@/lib/contracts/exports";
import { useFormat } from "@/lib/i18n/use-format";
import { useSaid } from "@/lib/i18n/use-said";

interface ExportFormProps {
  open: boolean;
  onClose: () => void;
  onCloseAutoFocus?: (event: Event) => void;
  description: string;
  source: ExportSource;
  projectId: string;
  /** What the file is about, as its job says. */
  subjectId: string;
  /** Chooses the source. */
  children?: ReactNode;
}

/** Writes tiles and their classes in a chosen format, and offers the file when it is there. */
export function ExportForm(props: ExportFormProps) {
  const t = useTranslations("exports");
  const { open, onClose, onCloseAutoFocus, source, projectId, subjectId } = props;
  const [format, setFormat] = useState<ExportFormat>("geopackage");
  const create = useMutation({
    mutationFn: (asked: { source: ExportSource; format: ExportFormat }) =>
      api.exports.create(asked),
  });
  // What was asked for another source says nothing of this one.
  const isOfSource = create.variables?.source.what === source.what;
  const jobId = isOfSource ? create.data?.jobId : undefined;
  const choose = (next: ExportFormat) => {
    create.reset();
    setFormat(next);
  };
  return (
    <Dialog open={open} onOpenChange={(next) => !next && onClose()}>
      <DialogContent className="max-w-xl" {...(onCloseAutoFocus && { onCloseAutoFocus })}>
        <DialogHeader>
          <DialogTitle>{t("title")}</DialogTitle>
          <DialogDescription>{props.description}</DialogDescription>
        </DialogHeader>
        <DialogBody className="flex flex-col gap-3">
          {props.children}
          <FormatChoice value={format} onChange={choose} what={source.what} />
          {isOfSource && create.error && <ErrorNote error={create.error} />}
          {jobId && <ExportProgress key={jobId} jobId={jobId} />}
          <RecentExports subjectId={subjectId} projectId={projectId} exceptId={jobId} />
        </DialogBody>
        <DialogFooter>
          <Button variant="outline" onClick={onClose}>
            {t("close")}
          </Button>
          {!jobId && (
            <Button loading={create.isPending} onClick={() => create.mutate({ source, format })}>
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
  what,
}: {
  value: ExportFormat;
  onChange: (format: ExportFormat) => void;
  what: ExportSource["what"];
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
          <span className="text-muted-foreground text-sm">
            {what === "dataset" ? t(`datasetFormats.${format}`) : t(`formats.${format}`)}
          </span>
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
  subjectId,
  projectId,
  exceptId,
}: {
  subjectId: string;
  projectId: string;
  exceptId: string | undefined;
}) {
  const t = useTranslations("exports");
  const format = useFormat();
  const said = useSaid();
  const { data: jobs = [] } = useQuery(apiQuery.jobs.list.queryOptions({ input: { projectId } }));
  const done = jobs
    .filter((job) => job.kind === "tiles.export" && job.subjectId === subjectId)
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
