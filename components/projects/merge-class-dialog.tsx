"use client";

import { skipToken, useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-state";
import { SubmitFooter } from "@/components/ui/submit-footer";
import { apiQuery } from "@/lib/api-client";
import { branchOf } from "@/lib/class-tree";
import type { Class, Project } from "@/lib/contracts/projects";
import { useFormat } from "@/lib/i18n/use-format";
import { ClassSelect } from "./class-select";
import { useClassesChanged } from "./use-classes-changed";

/** Gives the labels of a class to another; says beforehand how many tiles of which scenes change. */
export function MergeClassDialog({
  project,
  from,
  onClose,
}: {
  project: Project;
  /** null: the dialog is closed. */
  from: Class | null;
  onClose: (merged: boolean) => void;
}) {
  const t = useTranslations("projects.merge");
  return (
    <Dialog open={from !== null} onOpenChange={(next) => !next && onClose(false)}>
      <DialogContent className="max-w-md">
        <DialogHeader>
          <DialogTitle>{t("title", { name: from?.name ?? "" })}</DialogTitle>
          <DialogDescription>{t("help")}</DialogDescription>
        </DialogHeader>
        {from && <MergeForm project={project} from={from} onClose={onClose} />}
      </DialogContent>
    </Dialog>
  );
}

function MergeForm({
  project,
  from,
  onClose,
}: {
  project: Project;
  from: Class;
  onClose: (merged: boolean) => void;
}) {
  const t = useTranslations("projects.merge");
  const changed = useClassesChanged(project.id);
  const [intoId, setIntoId] = useState("");
  const into = project.classes.find((one) => one.id === intoId);
  const merge = useMutation(
    apiQuery.classes.merge.mutationOptions({
      onSuccess: async () => {
        await changed();
        toast.success(t("done", { from: from.name, into: into?.name ?? "" }));
        onClose(true);
      },
    }),
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!into) return;
        merge.mutate({ projectId: project.id, fromClassId: from.id, intoClassId: into.id });
      }}
    >
      <DialogBody className="flex flex-col gap-3">
        <ClassSelect
          label={t("into")}
          classes={project.classes}
          without={branchOf(project.classes, from.id)}
          value={intoId}
          onChange={setIntoId}
        />
        <MergePreview project={project} from={from} into={into} />
        <ErrorNote error={merge.error} />
      </DialogBody>
      <SubmitFooter onCancel={() => onClose(false)} disabled={!into} loading={merge.isPending}>
        {t("action")}
      </SubmitFooter>
    </form>
  );
}

function MergePreview({
  project,
  from,
  into,
}: {
  project: Project;
  from: Class;
  into: Class | undefined;
}) {
  const t = useTranslations("projects.merge");
  const format = useFormat();
  const preview = useQuery(
    apiQuery.classes.merge.queryOptions({
      input: into
        ? { projectId: project.id, fromClassId: from.id, intoClassId: into.id, preview: true }
        : skipToken,
    }),
  );
  if (!into) return null;
  if (preview.error) return <ErrorNote error={preview.error} />;
  const { tileCount = 0, scenes = [] } = preview.data ?? {};
  const after = (project.classCounts[into.id] ?? 0) + tileCount;
  return (
    <div aria-live="polite" className="flex flex-col gap-1 text-sm" data-merge-preview>
      {preview.data && (
        <>
          <p>
            {t("preview", {
              amount: tileCount,
              count: format.count(tileCount),
              scenes: t("scenes", { count: scenes.length }),
            })}
          </p>
          {tileCount > 0 && (
            <p className="text-muted-foreground">
              {t("after", { name: into.name, count: format.count(after) })}
            </p>
          )}
        </>
      )}
    </div>
  );
}
