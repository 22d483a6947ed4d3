"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ShieldX } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { useMay } from "@/components/auth/me-context";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { ConfirmNameDialog } from "@/components/ui/confirm-name-dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNote, ErrorState } from "@/components/ui/error-state";
import { Field } from "@/components/ui/field";
import { focusInvalid } from "@/components/ui/focus-invalid";
import { Input } from "@/components/ui/input";
import { LeaveWarning } from "@/components/ui/leave-warning";
import { PageBody, PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import { Textarea } from "@/components/ui/textarea";
import { useIssues } from "@/components/ui/use-issues";
import { apiQuery } from "@/lib/api-client";
import type { Project } from "@/lib/contracts/projects";
import { useFormat } from "@/lib/i18n/use-format";
import { ClassChanges } from "./class-changes";
import { type ClassDraft, draftsOf, findClassMistakes, toClassInputs } from "./class-drafts";
import { ClassListEditor } from "./class-list-editor";
import { ClassListFile } from "./class-list-file";
import { MergeClassDialog } from "./merge-class-dialog";
import { OpinionsCard } from "./opinions-card";
import { SplitClassDialog } from "./split-class-dialog";

export function ProjectSettings({ projectId }: { projectId: string }) {
  const t = useTranslations("projects");
  const tCommon = useTranslations("common");
  const mayWrite = useMay("project.write");
  const project = useQuery(apiQuery.projects.get.queryOptions({ input: { projectId } }));
  // The list is edited as a copy: a merge begins another one.
  const [changeCount, setChangeCount] = useState(0);
  if (!mayWrite) {
    return (
      <PageBody width="narrow">
        <PageHeader title={t("settings.title")} />
        <EmptyState
          icon={ShieldX}
          title={tCommon("problems.forbidden")}
          description={tCommon("forbiddenHelp")}
        />
      </PageBody>
    );
  }
  return (
    <PageBody width="narrow">
      <PageHeader title={t("settings.title")} description={t("settings.description")} />
      {project.isPending && <Skeleton className="h-96" />}
      {project.isError && (
        <ErrorState error={project.error} onRetry={() => void project.refetch()} />
      )}
      {project.data && (
        <>
          <GeneralCard project={project.data} />
          <ClassesCard
            key={changeCount}
            project={project.data}
            onChanged={() => setChangeCount((count) => count + 1)}
          />
          <OpinionsCard projectId={projectId} />
          <DangerCard project={project.data} />
        </>
      )}
    </PageBody>
  );
}

/** Saves a change of the project and says so. */
function useUpdateProject(onSaved?: (project: Project) => void) {
  const tCommon = useTranslations("common");
  const queryClient = useQueryClient();
  return useMutation(
    apiQuery.projects.update.mutationOptions({
      onSuccess: async (project) => {
        queryClient.setQueryData(
          apiQuery.projects.get.queryKey({ input: { projectId: project.id } }),
          project,
        );
        onSaved?.(project);
        toast.success(tCommon("saved"));
        await queryClient.invalidateQueries({ queryKey: apiQuery.projects.list.key() });
      },
    }),
  );
}

function GeneralCard({ project }: { project: Project }) {
  const t = useTranslations("projects");
  const tCommon = useTranslations("common");
  const [name, setName] = useState(project.name);
  const [description, setDescription] = useState(project.description);
  const update = useUpdateProject();
  const issues = useIssues(update, ["name", "description"]);
  const changed = name.trim() !== project.name || description.trim() !== project.description;
  return (
    <Card>
      {changed && <LeaveWarning />}
      <CardHeader>
        <CardTitle>{t("settings.general")}</CardTitle>
      </CardHeader>
      <CardContent>
        <form
          {...issues.form}
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            update.mutate({ projectId: project.id, name, description });
          }}
        >
          <Field
            label={t("name")}
            error={name.trim() === "" ? t("errors.name") : issues.of("name")}
          >
            {(ids) => (
              <Input
                {...ids}
                maxLength={120}
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
          <Field
            label={t("description")}
            unit={tCommon("optional")}
            error={issues.of("description")}
          >
            {(ids) => (
              <Textarea
                {...ids}
                maxLength={2000}
                value={description}
                onChange={(event) => setDescription(event.target.value)}
              />
            )}
          </Field>
          <p className="text-muted-foreground text-sm">
            {t("settings.tileSize", { size: project.tileSizePx })}
          </p>
          <ErrorNote error={issues.rest} />
          <Button
            type="submit"
            className="self-start"
            disabled={!changed || name.trim() === ""}
            loading={update.isPending}
          >
            {tCommon("save")}
          </Button>
        </form>
      </CardContent>
    </Card>
  );
}

function ClassesCard({ project, onChanged }: { project: Project; onChanged: () => void }) {
  const t = useTranslations("projects");
  const tCommon = useTranslations("common");
  const [classes, setClasses] = useState(() => draftsOf(project.classes));
  const [tried, setTried] = useState(false);
  const [mergingId, setMergingId] = useState<string | null>(null);
  const [splittingId, setSplittingId] = useState<string | null>(null);
  const classOf = (classId: string | null) =>
    project.classes.find((one) => one.id === classId) ?? null;
  const update = useUpdateProject((saved) => setClasses(draftsOf(saved.classes)));
  const changed =
    JSON.stringify(toClassInputs(classes)) !==
    JSON.stringify(toClassInputs(draftsOf(project.classes)));
  const tooFew = classes.length < 2;
  const issues = useIssues(update, ["classes"]);
  const edit = (next: ClassDraft[]) => {
    update.reset();
    setClasses(next);
  };
  return (
    <Card>
      {changed && <LeaveWarning />}
      <CardHeader>
        <CardTitle>{t("classes.title")}</CardTitle>
        <CardDescription>{t("settings.classesHelp")}</CardDescription>
      </CardHeader>
      <CardContent className="flex flex-col gap-5">
        <form
          {...issues.form}
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            setTried(true);
            if (tooFew || findClassMistakes(classes).size > 0) {
              return focusInvalid(issues.form.ref.current);
            }
            update.mutate({ projectId: project.id, classes: toClassInputs(classes) });
          }}
        >
          <ClassListEditor
            classes={classes}
            onChange={edit}
            labelledCounts={project.classCounts}
            showMistakes={tried}
            refused={issues}
            {...(!changed && { onMerge: setMergingId, onSplit: setSplittingId })}
          />
          {tooFew && (
            <p role="alert" className="text-destructive text-sm">
              {t("errors.classes")}
            </p>
          )}
          <ErrorNote error={issues.rest} />
          <div className="flex gap-2">
            <Button type="submit" disabled={!changed} loading={update.isPending}>
              {tCommon("save")}
            </Button>
            {changed && (
              <Button variant="ghost" onClick={() => edit(draftsOf(project.classes))}>
                {t("settings.revert")}
              </Button>
            )}
          </div>
        </form>
        <div className="flex flex-wrap gap-2 border-t pt-4">
          <ClassListFile project={project} disabled={changed} onChanged={onChanged} />
        </div>
        <ClassChanges project={project} onReverted={onChanged} />
        <MergeClassDialog
          project={project}
          from={classOf(mergingId)}
          onClose={(merged) => {
            setMergingId(null);
            if (merged) onChanged();
          }}
        />
        <SplitClassDialog
          project={project}
          from={classOf(splittingId)}
          onClose={(split) => {
            setSplittingId(null);
            if (split) onChanged();
          }}
        />
      </CardContent>
    </Card>
  );
}

function DangerCard({ project }: { project: Project }) {
  const t = useTranslations("projects");
  const format = useFormat();
  const router = useRouter();
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  const remove = useMutation(
    apiQuery.projects.delete.mutationOptions({
      onSuccess: async () => {
        toast.success(t("delete.done", { name: project.name }));
        router.push("/projects");
        await queryClient.invalidateQueries({ queryKey: apiQuery.projects.list.key() });
      },
    }),
  );
  return (
    <Card className="border-destructive/40">
      <CardHeader>
        <CardTitle>{t("delete.heading")}</CardTitle>
        <CardDescription>{t("delete.help")}</CardDescription>
      </CardHeader>
      <CardContent>
        <Button
          variant="outline"
          className="text-destructive hover:text-destructive"
          onClick={() => setAsking(true)}
        >
          {t("delete.open")}
        </Button>
        <ConfirmNameDialog
          open={asking}
          title={t("delete.title", { name: project.name })}
          description={t("delete.description", {
            scenes: project.sceneCount,
            labels: format.count(project.labelledCount),
          })}
          name={project.name}
          fieldLabel={t("delete.confirm")}
          action={t("delete.action")}
          pending={remove.isPending}
          error={remove.error}
          onReset={remove.reset}
          onConfirm={() => remove.mutate({ projectId: project.id, confirmName: project.name })}
          onClose={() => setAsking(false)}
        />
      </CardContent>
    </Card>
  );
}
