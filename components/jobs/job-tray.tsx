"use client";

import { useQuery } from "@tanstack/react-query";
import { ListTodo } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { Skeleton } from "@/components/ui/skeleton";
import { Tooltip } from "@/components/ui/tooltip";
import { apiQuery } from "@/lib/api-client";
import { isActiveJob } from "./job-link";
import { JobRow } from "./job-row";

const recentLimit = 12;

/** All work of the studio, reachable from every page. */
export function JobTray({
  uploads,
  uploadCount,
}: {
  /** Rows of the uploads of this tab, above the jobs of the server. */
  uploads: ReactNode;
  uploadCount: number;
}) {
  const t = useTranslations("jobs");
  const [open, setOpen] = useState(false);
  const jobs = useQuery(apiQuery.jobs.list.queryOptions({ input: {} }));
  const active = jobs.data?.filter(isActiveJob) ?? [];
  const recent = jobs.data?.filter((job) => !isActiveJob(job)).slice(0, recentLimit) ?? [];
  const activeCount = active.length + uploadCount;
  const known = active.map((job) => job.progress.fraction).filter((one) => one !== null);
  const overall = known.length > 0 ? known.reduce((sum, one) => sum + one, 0) / known.length : null;
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <Tooltip content={t("title")}>
        <PopoverTrigger asChild>
          <Button
            variant="ghost"
            size={activeCount > 0 ? "default" : "icon"}
            className="relative px-2 text-muted-foreground hover:text-foreground"
            aria-label={t("open", { count: activeCount })}
          >
            <ListTodo />
            {activeCount > 0 && (
              <>
                <span className="num text-sm">{activeCount}</span>
                <span
                  aria-hidden
                  className="absolute inset-x-1.5 bottom-0.5 h-0.5 overflow-hidden rounded-full bg-secondary"
                >
                  <span
                    className="block h-full bg-primary transition-[width] duration-300"
                    style={{ width: `${(overall ?? 0) * 100}%` }}
                  />
                </span>
              </>
            )}
          </Button>
        </PopoverTrigger>
      </Tooltip>
      <PopoverContent align="end" className="w-[26rem] p-0">
        <p className="border-b px-3 py-2 font-semibold">{t("title")}</p>
        <div className="max-h-[min(32rem,70vh)] divide-y overflow-y-auto">
          {jobs.isPending && <Skeleton className="m-3 h-10" />}
          {jobs.isError && (
            <ErrorState
              className="m-2 border-0"
              error={jobs.error}
              onRetry={() => void jobs.refetch()}
            />
          )}
          {uploads}
          {active.map((job) => (
            <JobRow key={job.id} job={job} onOpen={() => setOpen(false)} />
          ))}
          {recent.length > 0 && (
            <p className="bg-muted/60 px-3 py-1 text-muted-foreground text-sm">{t("recent")}</p>
          )}
          {recent.map((job) => (
            <JobRow key={job.id} job={job} onOpen={() => setOpen(false)} />
          ))}
          {jobs.data?.length === 0 && uploadCount === 0 && (
            <p className="px-3 py-8 text-center text-muted-foreground">{t("empty")}</p>
          )}
        </div>
      </PopoverContent>
    </Popover>
  );
}
