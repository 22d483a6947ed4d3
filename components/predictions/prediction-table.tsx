"use client";

import { skipToken, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Download, MapPinned, Trash2 } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { useMay, useMe } from "@/components/auth/me-context";
import { noValue } from "@/components/charts/format";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import {
  Dialog,
  DialogClose,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { Link } from "@/components/ui/link";
import { Progress } from "@/components/ui/progress";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import { RelativeTime } from "@/components/ui/time";
import { Tooltip } from "@/components/ui/tooltip";
import { apiQuery } from "@/lib/api-client";
import type { Prediction } from "@/lib/contracts/predictions";
import { useFormat } from "@/lib/i18n/use-format";
import { useProblemText } from "@/lib/i18n/use-problem-text";

const tones = {
  queued: "secondary",
  running: "default",
  finished: "success",
  failed: "destructive",
  canceled: "secondary",
} as const;

export function PredictionTable({ predictions }: { predictions: readonly Prediction[] }) {
  const t = useTranslations("predictions");
  return (
    <Table>
      <TableHeader>
        <TableRow className="hover:bg-transparent">
          <TableHead className="pl-0">{t("columns.scene")}</TableHead>
          <TableHead>{t("columns.status")}</TableHead>
          <TableHead className="min-w-28">{t("columns.classes")}</TableHead>
          <TableHead numeric>{t("columns.confidence")}</TableHead>
          <TableHead numeric>{t("columns.agreement")}</TableHead>
          <TableHead numeric>{t("columns.speed")}</TableHead>
          <TableHead numeric>{t("columns.when")}</TableHead>
          <TableHead className="pr-0" />
        </TableRow>
      </TableHeader>
      <TableBody>
        {predictions.map((prediction) => (
          <PredictionRow key={prediction.id} prediction={prediction} />
        ))}
      </TableBody>
    </Table>
  );
}

function PredictionRow({ prediction }: { prediction: Prediction }) {
  const format = useFormat();
  const t = useTranslations("predictions");
  const { agreement } = prediction;
  return (
    <TableRow>
      <TableCell className="max-w-56 truncate pl-0 font-medium">{prediction.sceneName}</TableCell>
      <TableCell>
        <PredictionState prediction={prediction} />
      </TableCell>
      <TableCell>
        <ClassShares prediction={prediction} />
      </TableCell>
      <TableCell numeric>
        {prediction.meanConfidence === null ? noValue : format.percent(prediction.meanConfidence)}
      </TableCell>
      <TableCell numeric>
        {agreement && agreement.comparedCount > 0 ? (
          <span
            title={t("columns.agreementOf", {
              agreed: format.count(agreement.agreedCount),
              compared: format.count(agreement.comparedCount),
            })}
          >
            {format.percent(agreement.agreedCount / agreement.comparedCount)}
          </span>
        ) : (
          noValue
        )}
      </TableCell>
      <TableCell numeric>
        {prediction.tilesPerSecond === null
          ? noValue
          : `${format.number(prediction.tilesPerSecond, 3)}/s`}
      </TableCell>
      <TableCell numeric>
        <RelativeTime atMs={prediction.createdAtMs} className="text-muted-foreground" />
      </TableCell>
      <TableCell className="pr-0">
        <RowActions prediction={prediction} />
      </TableCell>
    </TableRow>
  );
}

/** The state; while it works, the progress of its job. */
function PredictionState({ prediction }: { prediction: Prediction }) {
  const t = useTranslations("predictions");
  const active = prediction.status === "queued" || prediction.status === "running";
  const { data: job } = useQuery({
    ...apiQuery.jobs.get.queryOptions({ input: active ? { jobId: prediction.jobId } : skipToken }),
    refetchInterval: active ? 3000 : false,
  });
  return (
    <span className="flex flex-col gap-1">
      <span className="flex items-center gap-2">
        <Badge variant={tones[prediction.status]}>{t(`status.${prediction.status}`)}</Badge>
        {prediction.status === "queued" && job && (
          <span className="num text-muted-foreground text-sm">
            {t("ahead", { count: job.aheadCount })}
          </span>
        )}
      </span>
      {prediction.status === "running" && (
        <Progress
          className="h-1 w-28"
          value={job?.progress.fraction ?? null}
          aria-label={prediction.sceneName}
        />
      )}
    </span>
  );
}

function ClassShares({ prediction }: { prediction: Prediction }) {
  const format = useFormat();
  const total = prediction.classes.reduce((sum, one) => sum + one.count, 0);
  if (total === 0) return noValue;
  const said = prediction.classes
    .filter((one) => one.count > 0)
    .map((one) => `${one.name} ${format.percent(one.count / total)}`)
    .join(", ");
  return (
    <Tooltip content={said}>
      <span className="flex h-2.5 w-32 overflow-hidden rounded-sm">
        <span className="sr-only">{said}</span>
        {prediction.classes.map(
          (one) =>
            one.count > 0 && (
              <span
                key={one.id}
                aria-hidden
                style={{ width: `${(one.count / total) * 100}%`, background: one.colour }}
              />
            ),
        )}
      </span>
    </Tooltip>
  );
}

function RowActions({ prediction }: { prediction: Prediction }) {
  const t = useTranslations("predictions");
  const mayDeleteAll = useMay("prediction.delete");
  const mayDelete = useMe().id === prediction.createdBy?.id || mayDeleteAll;
  const [asking, setAsking] = useState(false);
  const files = `/api/downloads/predictions/${prediction.id}`;
  return (
    <span className="flex justify-end gap-0.5">
      {prediction.status === "finished" && (
        <>
          <Tooltip content={t("actions.map")}>
            <Button asChild variant="ghost" size="icon-xs">
              <Link
                aria-label={`${t("actions.map")}: ${prediction.sceneName}`}
                href={`/projects/${prediction.projectId}/label?scene=${prediction.sceneId}&prediction=${prediction.id}`}
              >
                <MapPinned />
              </Link>
            </Button>
          </Tooltip>
          <DropdownMenu>
            <DropdownMenuTrigger asChild>
              <Button variant="ghost" size="icon-xs" aria-label={t("actions.download")}>
                <Download />
              </Button>
            </DropdownMenuTrigger>
            <DropdownMenuContent align="end">
              {(["classes", "confidence"] as const).map((layer) => (
                <DropdownMenuItem key={layer} asChild>
                  <a href={`${files}/${layer}.tif`} download>
                    {t(`download.${layer}`)}
                  </a>
                </DropdownMenuItem>
              ))}
            </DropdownMenuContent>
          </DropdownMenu>
        </>
      )}
      {mayDelete && (
        <Button
          variant="ghost"
          size="icon-xs"
          aria-label={`${t("actions.delete")}: ${prediction.sceneName}`}
          onClick={() => setAsking(true)}
        >
          <Trash2 />
        </Button>
      )}
      <DeleteDialog prediction={prediction} open={asking} onOpenChange={setAsking} />
    </span>
  );
}

function DeleteDialog({
  prediction,
  open,
  onOpenChange,
}: {
  prediction: Prediction;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const t = useTranslations("predictions");
  const cache = useQueryClient();
  const problemText = useProblemText();
  const scene = prediction.sceneName;
  const remove = useMutation(
    apiQuery.predictions.delete.mutationOptions({
      onSuccess: () => {
        onOpenChange(false);
        toast(t("actions.deleted", { scene }));
        void cache.invalidateQueries({ queryKey: apiQuery.predictions.list.key() });
      },
      onError: (error) => {
        const { title, message } = problemText(error);
        toast.error(title, { description: message });
      },
    }),
  );
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>{t("actions.confirmTitle", { scene })}</DialogTitle>
          <DialogDescription>{t("actions.confirmText")}</DialogDescription>
        </DialogHeader>
        <DialogFooter>
          <DialogClose asChild>
            <Button variant="outline">{t("actions.keep")}</Button>
          </DialogClose>
          <Button
            variant="destructive"
            loading={remove.isPending}
            onClick={() => remove.mutate({ predictionId: prediction.id })}
          >
            {t("actions.delete")}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
