"use client";

import { keepPreviousData, skipToken, useMutation, useQuery } from "@tanstack/react-query";
import { ImagePlus, Snowflake } from "lucide-react";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { useMay } from "@/components/auth/me-context";
import { Breadcrumbs } from "@/components/ui/breadcrumbs";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNote, ErrorState } from "@/components/ui/error-state";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Link } from "@/components/ui/link";
import { PageBody, PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import { useIssues } from "@/components/ui/use-issues";
import { apiQuery } from "@/lib/api-client";
import type { Project } from "@/lib/contracts/projects";
import type { Scene } from "@/lib/contracts/scenes";
import { datasetWarningPath } from "@/lib/dataset-warning-path";
import { useIssueTexts } from "@/lib/i18n/use-issue-texts";
import { useSaid } from "@/lib/i18n/use-said";
import { BandChoice } from "./band-choice";
import { ClassChoice } from "./class-choice";
import { RangeChoice, SceneChoice } from "./draft-fields";
import {
  type DraftProblem,
  findDraftProblem,
  firstDraft,
  sharesSum,
  toPlan,
  withoutEmptyClasses,
} from "./plan-draft";
import { PreviewPanel } from "./preview-panel";
import { SplitChoice } from "./split-choice";
import { UnsettledChoice } from "./unsettled-choice";
import { useDebounced } from "./use-debounced";

const settleMs = 350;
const planPaths = ["name", "sceneIds", "classIds", "bands", "valueRange", "split"] as const;
type PlanPath = (typeof planPaths)[number];

/** Choices left, what freezing would give right. */
export function DatasetBuilder({ projectId }: { projectId: string }) {
  const t = useTranslations("datasets");
  // The first draft is made from how much is labelled, so an older answer will not do.
  const fresh = { input: { projectId }, refetchOnMount: "always" } as const;
  const project = useQuery(apiQuery.projects.get.queryOptions(fresh));
  const scenes = useQuery(apiQuery.scenes.list.queryOptions(fresh));
  const datasets = useQuery(apiQuery.datasets.list.queryOptions({ input: { projectId } }));
  const failed = [project, scenes, datasets].find((query) => query.isError && !query.data);
  const nextVersion = Math.max(0, ...(datasets.data ?? []).map((one) => one.version)) + 1;
  return (
    <PageBody>
      <PageHeader
        title={t("builder.title")}
        breadcrumbs={
          <Breadcrumbs items={[{ label: t("title"), href: `/projects/${projectId}/datasets` }]} />
        }
      />
      {failed ? (
        <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />
      ) : !project.isFetchedAfterMount ||
        !scenes.isFetchedAfterMount ||
        !project.data ||
        !scenes.data ||
        !datasets.data ? (
        <Skeleton className="h-[32rem]" />
      ) : scenes.data.length === 0 ? (
        <EmptyState
          icon={ImagePlus}
          title={t("builder.noScenes")}
          description={t("builder.noScenesText")}
        >
          <Button asChild>
            <Link href={`/projects/${projectId}`}>{project.data.name}</Link>
          </Button>
        </EmptyState>
      ) : (
        <Builder
          project={project.data}
          scenes={scenes.data}
          defaultName={t("builder.defaultName", { version: nextVersion })}
        />
      )}
    </PageBody>
  );
}

function useProblemSentence() {
  const t = useTranslations("datasets");
  return (problem: DraftProblem | null, sum: number) =>
    problem === null ? undefined : t(`builder.${problem}`, { sum: Number(sum.toFixed(2)) });
}

function Builder({
  project,
  scenes,
  defaultName,
}: {
  project: Project;
  scenes: readonly Scene[];
  defaultName: string;
}) {
  const t = useTranslations("datasets");
  const router = useRouter();
  const mayFreeze = useMay("dataset.freeze");
  const [draft, setDraft] = useState(() => firstDraft(project, scenes, defaultName));
  const problem = findDraftProblem(draft);
  const sentence = useProblemSentence()(problem, sharesSum(draft));

  // The name has no effect on the result, so typing it asks for nothing.
  const plan = useMemo(() => toPlan(project.id, { ...draft, name: "–" }), [project.id, draft]);
  const settled = useDebounced(JSON.stringify(plan), settleMs);
  const preview = useQuery({
    ...apiQuery.datasets.preview.queryOptions({
      input: settled === "null" ? skipToken : JSON.parse(settled),
    }),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const freeze = useMutation(
    apiQuery.datasets.freeze.mutationOptions({
      onSuccess: (dataset) => {
        toast.success(t("builder.frozen"));
        router.push(`/projects/${project.id}/datasets/${dataset.id}`);
      },
    }),
  );
  const isStale = JSON.stringify(plan) !== settled || preview.isFetching;
  const said = useSaid();
  const blocking = preview.data?.warnings.find((one) => one.severity === "blocking");
  const fewer = isStale ? null : withoutEmptyClasses(draft, preview.data?.warnings ?? []);
  const nameMissing = draft.name.trim() === "";
  const reason = !mayFreeze
    ? t("builder.notAllowed")
    : nameMissing
      ? t("builder.nameNeeded")
      : (sentence ?? (blocking && t("builder.cannotFreeze", { reason: said(blocking).message })));
  const ready = !reason && !isStale && preview.isSuccess && plan !== null;
  const issues = useIssues<HTMLDivElement>(freeze, planPaths);
  const change = (part: Partial<typeof draft>) => {
    if (freeze.error) freeze.reset();
    setDraft((before) => ({ ...before, ...part }));
  };
  const refused = useIssueTexts()(preview.error);
  const errorOf = (path: PlanPath, ...problems: DraftProblem[]) => {
    if (problem !== null && problems.includes(problem)) return sentence;
    // Until the answer to this draft is there, the refusal of the one before says nothing.
    const ofPreview = isStale ? undefined : refused.of(path);
    const stands =
      blocking && datasetWarningPath(blocking) === path ? said(blocking).message : undefined;
    return issues.of(path) ?? ofPreview ?? stands;
  };
  const field = { draft, change };

  return (
    <div
      ref={issues.form.ref}
      className="grid items-start gap-6 lg:grid-cols-[24rem_minmax(0,1fr)]"
    >
      <div className="flex flex-col gap-5">
        <Field
          label={t("builder.name")}
          error={nameMissing ? t("builder.nameNeeded") : issues.of("name")}
        >
          {(ids) => (
            <Input
              {...ids}
              maxLength={120}
              value={draft.name}
              onChange={(event) => change({ name: event.target.value })}
            />
          )}
        </Field>
        <SceneChoice {...field} scenes={scenes} error={errorOf("sceneIds", "chooseScenes")} />
        <ClassChoice {...field} project={project} error={errorOf("classIds", "chooseClasses")} />
        <UnsettledChoice {...field} preview={preview.data} />
        <BandChoice {...field} scenes={scenes} error={errorOf("bands", "chooseBands")} />
        <RangeChoice {...field} scenes={scenes} error={errorOf("valueRange", "rangeWrong")} />
        <SplitChoice {...field} scenes={scenes} problem={problem} error={errorOf("split")} />
      </div>
      <PreviewPanel
        preview={preview.data}
        error={preview.error}
        onRetry={() => void preview.refetch()}
        isStale={isStale}
        missing={sentence}
        scenes={scenes}
        footer={
          <>
            <ErrorNote error={issues.rest} className="min-w-0 flex-1" />
            {reason && !freeze.error && (
              <p className="min-w-0 flex-1 text-muted-foreground">{reason}</p>
            )}
            {fewer && mayFreeze && (
              <Button
                variant="outline"
                size="lg"
                onClick={() => change({ classIds: fewer.classIds })}
              >
                {t("builder.leaveOutEmpty", { count: fewer.emptyCount })}
              </Button>
            )}
            <Button
              size="lg"
              className="ml-auto"
              disabled={!ready}
              loading={freeze.isPending || freeze.isSuccess}
              onClick={() => plan && freeze.mutate({ ...plan, name: draft.name.trim() })}
            >
              {!freeze.isPending && <Snowflake />}
              {t("builder.freeze")}
            </Button>
          </>
        }
      />
    </div>
  );
}
