"use client";

import { CircleX, Pause, Play, RotateCw, Upload, X } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Progress } from "@/components/ui/progress";
import { cn } from "@/lib/cn";
import { useFormat } from "@/lib/i18n/use-format";
import { useSaid } from "@/lib/i18n/use-said";
import { type UploadTask, uploadStore } from "./upload-store";

/** One upload: bytes, speed, remaining time; pause, go on, give up. */
export function UploadRow({ task }: { task: UploadTask }) {
  const t = useTranslations("scenes");
  const tCommon = useTranslations("common");
  const said = useSaid();
  const problem = task.problem && said(task.problem);
  const Icon = task.state === "failed" ? CircleX : Upload;
  const fraction = task.byteSize > 0 ? task.sentBytes / task.byteSize : 0;
  const name = task.fileName;
  return (
    <div className="flex items-start gap-2.5 px-3 py-2.5">
      <Icon
        className={cn(
          "mt-0.5 size-4 shrink-0 text-muted-foreground",
          task.state === "failed" && "text-destructive",
        )}
        aria-hidden
      />
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium" title={name}>
          {name}
        </p>
        {task.state === "failed" ? (
          <p className="break-words text-sm">
            <span className="text-destructive">
              {problem?.message || tCommon("unreachableMessage")}
            </span>{" "}
            <span className="text-muted-foreground">{problem?.hint}</span>
          </p>
        ) : (
          <>
            <Progress
              value={task.state === "starting" ? null : fraction}
              className="mt-1.5"
              aria-label={name}
            />
            <UploadFigures task={task} />
          </>
        )}
      </div>
      <div className="flex shrink-0">
        {(task.state === "sending" || task.state === "waiting") && (
          <Button
            variant="ghost"
            size="icon-xs"
            aria-label={t("upload.pauseNamed", { name })}
            onClick={() => uploadStore.pause(task.id)}
          >
            <Pause />
          </Button>
        )}
        {(task.state === "paused" || task.state === "failed") && (
          <Button
            variant="ghost"
            size="icon-xs"
            aria-label={t("upload.resumeNamed", { name })}
            onClick={() => uploadStore.resume(task.id)}
          >
            {task.state === "failed" ? <RotateCw /> : <Play />}
          </Button>
        )}
        {task.state !== "starting" && (
          <Button
            variant="ghost"
            size="icon-xs"
            aria-label={t("upload.cancelNamed", { name })}
            onClick={() => uploadStore.cancel(task.id)}
          >
            <X />
          </Button>
        )}
      </div>
    </div>
  );
}

function UploadFigures({ task }: { task: UploadTask }) {
  const t = useTranslations("scenes");
  const tJobs = useTranslations("jobs");
  const format = useFormat();
  const { bytesPerSecond, byteSize, sentBytes, state } = task;
  const remainingMs = bytesPerSecond ? ((byteSize - sentBytes) / bytesPerSecond) * 1000 : null;
  const right =
    state === "sending" && bytesPerSecond !== null
      ? [
          `${format.bytes(bytesPerSecond)}/s`,
          remainingMs !== null && tJobs("remaining", { time: format.duration(remainingMs) }),
        ]
          .filter(Boolean)
          .join(" · ")
      : t(`upload.state.${state}`);
  return (
    <p className="mt-1 flex gap-2 text-muted-foreground text-sm">
      <span className="num">
        {t("upload.bytes", { sent: format.bytes(sentBytes), total: format.bytes(byteSize) })}
      </span>
      <span className="num ml-auto truncate">{right}</span>
    </p>
  );
}
