"use client";

import { useQuery } from "@tanstack/react-query";
import { Settings, Tags, Upload } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "use-intl";
import { useMay } from "@/components/auth/me-context";
import { ClassDistribution } from "@/components/projects/class-distribution";
import { StepGuide } from "@/components/projects/step-guide";
import { ImportDialog } from "@/components/scenes/import-dialog";
import { SceneGrid } from "@/components/scenes/scene-grid";
import { WindowDrop } from "@/components/scenes/window-drop";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardAction, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { ErrorState } from "@/components/ui/error-state";
import { Link } from "@/components/ui/link";
import { PageBody, PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import { Tooltip } from "@/components/ui/tooltip";
import { apiQuery } from "@/lib/api-client";
import type { Project } from "@/lib/contracts/projects";
import { useFormat } from "@/lib/i18n/use-format";
import { setAddress } from "@/lib/set-address";
import { DatasetSummary } from "./dataset-summary";
import { RunSummary } from "./run-summary";

/** The project at a glance: imagery, classes, datasets, runs, and what to do next. */
export function ProjectOverview({ projectId }: { projectId: string }) {
  const project = useQuery(apiQuery.projects.get.queryOptions({ input: { projectId } }));
  if (project.isError) {
    return (
      <PageBody>
        <ErrorState error={project.error} onRetry={() => void project.refetch()} />
      </PageBody>
    );
  }
  if (!project.data) return <OverviewSkeleton />;
  return <LoadedOverview project={project.data} />;
}

function LoadedOverview({ project }: { project: Project }) {
  const tScenes = useTranslations("scenes");
  const mayImport = useMay("scene.import");
  const importing = useSearchParams().get("import") !== null;
  const address = `/projects/${project.id}`;
  const openImport = () => setAddress(`${address}?import=1`);
  return (
    <PageBody>
      <OverviewHeader project={project} onImport={openImport} />
      <Guide project={project} />
      <div className="grid grid-cols-1 items-start gap-5 xl:grid-cols-[minmax(0,1fr)_24rem]">
        <section className="flex flex-col gap-3">
          <h2 className="font-semibold text-lg">{tScenes("title")}</h2>
          <SceneGrid projectId={project.id} onImport={openImport} />
        </section>
        <div className="grid grid-cols-1 gap-4 md:grid-cols-2 xl:grid-cols-1">
          <ClassCard project={project} />
          <DatasetSummary projectId={project.id} />
          <RunSummary projectId={project.id} />
        </div>
      </div>
      {mayImport && (
        <>
          <WindowDrop projectId={project.id} projectName={project.name} onDropped={openImport} />
          <ImportDialog
            projectId={project.id}
            open={importing}
            onClose={() => setAddress(address)}
          />
        </>
      )}
    </PageBody>
  );
}

function OverviewHeader({ project, onImport }: { project: Project; onImport: () => void }) {
  const t = useTranslations("projects");
  const tCommon = useTranslations("common");
  const tScenes = useTranslations("scenes");
  const mayImport = useMay("scene.import");
  const mayWrite = useMay("project.write");
  return (
    <PageHeader
      title={project.name}
      description={project.description}
      badges={
        project.simulated && (
          <Tooltip content={tCommon("simulatedHelp")}>
            <Badge variant="warning">{tCommon("simulated")}</Badge>
          </Tooltip>
        )
      }
      actions={
        <>
          {mayWrite && (
            <Tooltip content={t("settings.title")}>
              <Button asChild variant="ghost" size="icon" aria-label={t("settings.title")}>
                <Link href={`/projects/${project.id}/settings`}>
                  <Settings />
                </Link>
              </Button>
            </Tooltip>
          )}
          {mayImport && (
            <Button variant="outline" onClick={onImport}>
              <Upload />
              {tScenes("import.open")}
            </Button>
          )}
          {project.sceneCount > 0 && (
            <Button asChild>
              <Link href={`/projects/${project.id}/label`}>
                <Tags />
                {tScenes("label")}
              </Link>
            </Button>
          )}
        </>
      }
    />
  );
}

function Guide({ project }: { project: Project }) {
  const input = { projectId: project.id };
  const datasets = useQuery(apiQuery.datasets.list.queryOptions({ input }));
  const runs = useQuery(apiQuery.runs.list.queryOptions({ input }));
  const predictions = useQuery(apiQuery.predictions.list.queryOptions({ input }));
  const failed = datasets.isError || runs.isError || predictions.isError;
  if (!datasets.data || !runs.data || !predictions.data) {
    return failed ? null : <Skeleton className="h-14 rounded-lg" />;
  }
  return (
    <StepGuide
      projectId={project.id}
      standing={{
        sceneCount: project.sceneCount,
        labelledCount: project.labelledCount,
        datasetCount: datasets.data.length,
        finishedRunCount: runs.data.filter((run) => run.status === "finished").length,
        predictionCount: predictions.data.length,
      }}
    />
  );
}

function ClassCard({ project }: { project: Project }) {
  const t = useTranslations("projects");
  const tCommon = useTranslations("common");
  const format = useFormat();
  const mayWrite = useMay("project.write");
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("distribution")}</CardTitle>
        <CardAction>
          {mayWrite && (
            <Button asChild variant="ghost" size="sm">
              <Link href={`/projects/${project.id}/settings`}>{tCommon("edit")}</Link>
            </Button>
          )}
        </CardAction>
      </CardHeader>
      <CardContent>
        <ClassDistribution project={project} />
        <p className="num mt-3 text-muted-foreground text-sm">
          {t("labelledOf", {
            labelled: format.count(project.labelledCount),
            total: format.count(project.tileCount),
            size: project.tileSizePx,
          })}
        </p>
      </CardContent>
    </Card>
  );
}

function OverviewSkeleton() {
  return (
    <PageBody>
      <Skeleton className="h-9 w-72" />
      <Skeleton className="h-14" />
      <div className="grid grid-cols-1 gap-5 xl:grid-cols-[minmax(0,1fr)_24rem]">
        <Skeleton className="h-96" />
        <Skeleton className="h-72" />
      </div>
    </PageBody>
  );
}
