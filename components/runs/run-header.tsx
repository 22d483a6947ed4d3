"use client";

import { Box, ChevronDown, Copy, OctagonX, RotateCw, Square } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { useMay } from "@/components/auth/me-context";
import { RecordMenu } from "@/components/records/record-menu";
import { Badge } from "@/components/ui/badge";
import { Breadcrumbs } from "@/components/ui/breadcrumbs";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { Tooltip } from "@/components/ui/tooltip";
import type { Run } from "@/lib/contracts/runs";
import { canResume, canStop } from "@/lib/run-status";
import { RunStatusBadge } from "./run-status-badge";
import { useRunActions } from "./use-run-actions";

/** Name, state and what can be done with a run. */
export function RunHeader({ run }: { run: Run }) {
  const t = useTranslations("runs");
  const base = `/projects/${run.projectId}`;
  const tRecords = useTranslations("records");
  const router = useRouter();
  const mayLaunch = useMay("run.launch");
  const mayRemove = useMay("run.delete");
  const actions = useRunActions(run);
  return (
    <PageHeader
      title={run.name}
      badges={
        <>
          <RunStatusBadge status={run.status} />
          {run.archived && <Badge>{tRecords("archived")}</Badge>}
        </>
      }
      breadcrumbs={<Breadcrumbs items={[{ label: t("title"), href: `${base}/runs` }]} />}
      description={
        <>
          {t(`methodName.${run.config.method}`)} · {run.config.baseModel} · {t("state.on")}{" "}
          <Link href={`${base}/datasets/${run.datasetId}`} className="text-primary hover:underline">
            {run.datasetName}
          </Link>
          {run.createdBy && <> · {t("state.launched", { name: run.createdBy.name })}</>}
        </>
      }
      actions={
        <>
          <RecordMenu
            kind="run"
            record={run}
            mayChange={mayLaunch}
            mayRemove={mayRemove}
            onRemoved={() => router.push(`${base}/runs`)}
          />
          {run.modelId && (
            <Button asChild variant="outline">
              <Link href={`${base}/models/${run.modelId}`}>
                <Box />
                {t("actions.model")}
              </Link>
            </Button>
          )}
          {mayLaunch && (
            <Button asChild variant="outline">
              <Link href={`${base}/runs/new?from=${run.id}`}>
                <Copy />
                {t("actions.clone")}
              </Link>
            </Button>
          )}
          {mayLaunch && run.resumable && canResume(run.status) && (
            <Button onClick={actions.resume} loading={actions.resuming}>
              {!actions.resuming && <RotateCw />}
              {t("actions.resume")}
            </Button>
          )}
          {mayLaunch && canStop(run.status) && <StopButtons run={run} actions={actions} />}
        </>
      }
    />
  );
}

function StopButtons({ run, actions }: { run: Run; actions: ReturnType<typeof useRunActions> }) {
  const t = useTranslations("runs");
  if (run.status === "queued") {
    return (
      <Button variant="outline" onClick={() => actions.stop("now")} loading={actions.stopping}>
        {!actions.stopping && <OctagonX />}
        {t("actions.removeFromQueue")}
      </Button>
    );
  }
  return (
    <div className="flex">
      <Tooltip content={t("actions.stopHelp")}>
        <Button
          variant="outline"
          className="rounded-r-none border-r-0"
          onClick={() => actions.stop("save")}
          loading={actions.stopping}
        >
          {!actions.stopping && <Square />}
          {t("actions.stop")}
        </Button>
      </Tooltip>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button
            variant="outline"
            size="icon"
            className="rounded-l-none"
            aria-label={t("actions.more")}
          >
            <ChevronDown />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end" className="w-72">
          <DropdownMenuItem
            variant="destructive"
            className="items-start"
            onSelect={() => actions.stop("now")}
          >
            <OctagonX className="mt-0.5" />
            <span>
              {t("actions.stopNow")}
              <span className="block text-muted-foreground text-sm">
                {t("actions.stopNowHelp")}
              </span>
            </span>
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
    </div>
  );
}
