"use client";

import { History, X } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/time";
import { useFormat } from "@/lib/i18n/use-format";
import { findInterruptedUploads, type InterruptedUpload } from "./interrupted-uploads";
import { useUploads } from "./use-uploads";

/** Uploads that a reload has cut off, with what to do to go on. */
export function InterruptedUploads({ projectId }: { projectId: string }) {
  const t = useTranslations("scenes");
  const format = useFormat();
  const running = useUploads(projectId);
  const [found, setFound] = useState<InterruptedUpload[]>([]);
  // Asked again whenever an upload begins or ends here: one that has ended is not interrupted.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the count says when to ask again
  useEffect(() => setFound(findInterruptedUploads(projectId)), [projectId, running.length]);
  const shown = found.filter(
    (one) =>
      !running.some((task) => task.fileName === one.fileName && task.byteSize === one.byteSize),
  );
  if (shown.length === 0) return null;
  return (
    <div className="rounded-md border">
      <p className="flex items-center gap-2 px-3 pt-2.5 font-medium">
        <History className="size-4 text-muted-foreground" aria-hidden />
        {t("interrupted.title")}
      </p>
      <p className="px-3 pb-1 pl-9 text-muted-foreground text-sm">{t("interrupted.description")}</p>
      <ul>
        {shown.map((one) => (
          <li key={one.key} className="flex items-center gap-2 py-1 pr-1.5 pl-9">
            <span className="min-w-0 truncate">{one.fileName}</span>
            <span className="num text-muted-foreground text-sm">{format.bytes(one.byteSize)}</span>
            <RelativeTime
              atMs={one.startedAtMs}
              className="num ml-auto text-muted-foreground text-sm"
            />
            <Button
              variant="ghost"
              size="icon-xs"
              aria-label={t("interrupted.forgetNamed", { name: one.fileName })}
              onClick={() => {
                localStorage.removeItem(one.key);
                setFound((list) => list.filter((other) => other !== one));
              }}
            >
              <X />
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
