"use client";

import { keepPreviousData, skipToken, useMutation, useQuery } from "@tanstack/react-query";
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
import { SegmentedControl } from "@/components/ui/segmented-control";
import { SubmitFooter } from "@/components/ui/submit-footer";
import { useIssues } from "@/components/ui/use-issues";
import { apiQuery } from "@/lib/api-client";
import type { SplitFilter } from "@/lib/contracts/classes";
import type { Class, Project } from "@/lib/contracts/projects";
import { useFormat } from "@/lib/i18n/use-format";
import { ClassSelect } from "./class-select";
import { NewClassFields, useNewClass } from "./new-class-fields";
import { noSplitChoice, SplitCriteria } from "./split-criteria";
import { useClassesChanged } from "./use-classes-changed";

/** Gives some tiles of a class to another or a new one; says beforehand how many go and stay. */
export function SplitClassDialog({
  project,
  from,
  onClose,
}: {
  project: Project;
  /** null: the dialog is closed. */
  from: Class | null;
  onClose: (changed: boolean) => void;
}) {
  const t = useTranslations("projects.split");
  return (
    <Dialog open={from !== null} onOpenChange={(next) => !next && onClose(false)}>
      <DialogContent className="max-w-lg">
        <DialogHeader>
          <DialogTitle>{t("title", { name: from?.name ?? "" })}</DialogTitle>
          <DialogDescription>{t("help")}</DialogDescription>
        </DialogHeader>
        {from && <SplitForm project={project} from={from} onClose={onClose} />}
      </DialogContent>
    </Dialog>
  );
}

function SplitForm({
  project,
  from,
  onClose,
}: {
  project: Project;
  from: Class;
  onClose: (changed: boolean) => void;
}) {
  const t = useTranslations("projects.split");
  const [target, setTarget] = useState<"new" | "existing">("new");
  const made = useNewClass(project.classes);
  const [intoId, setIntoId] = useState("");
  const [choice, setChoice] = useState(noSplitChoice);
  const [filter, setFilter] = useState<SplitFilter>({});
  const changed = useClassesChanged(project.id);
  const split = useMutation(
    apiQuery.classes.split.mutationOptions({
      onSuccess: async ({ tileCount }) => {
        await changed();
        toast.success(t("done", { count: tileCount }));
        onClose(true);
      },
    }),
  );
  const issues = useIssues(split, ["into.name", "into.classId"]);
  const isChosen = target === "new" ? made.name.trim() !== "" : intoId !== "";
  const hasFilter = Object.keys(filter).length > 0;
  const asked = { projectId: project.id, fromClassId: from.id, filter };
  const preview = useQuery({
    ...apiQuery.classes.split.queryOptions({
      input: hasFilter
        ? {
            ...asked,
            into: target === "existing" && intoId ? { classId: intoId } : { name: "–" },
            preview: true,
          }
        : skipToken,
    }),
    placeholderData: keepPreviousData,
  });
  const tileCount = hasFilter ? (preview.data?.tileCount ?? 0) : 0;
  return (
    <form
      {...issues.form}
      className="flex min-h-0 flex-col"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isChosen || tileCount === 0) return;
        const { colour } = made;
        const into = target === "new" ? { name: made.name.trim(), colour } : { classId: intoId };
        split.mutate({ ...asked, into });
      }}
    >
      <DialogBody className="flex flex-col gap-4">
        <SegmentedControl
          aria-label={t("target")}
          value={target}
          onValueChange={setTarget}
          segments={[
            { value: "new", label: t("newClass") },
            { value: "existing", label: t("existing") },
          ]}
        />
        {target === "new" ? (
          <NewClassFields made={made} error={issues.of("into.name")} />
        ) : (
          <ClassSelect
            label={t("existing")}
            classes={project.classes}
            without={new Set([from.id])}
            value={intoId}
            onChange={setIntoId}
            error={issues.of("into.classId")}
          />
        )}
        <SplitCriteria
          project={project}
          from={from}
          choice={choice}
          onChange={(next, nextFilter) => {
            setChoice(next);
            setFilter(nextFilter);
          }}
        />
        <ErrorNote error={issues.rest ?? preview.error} />
      </DialogBody>
      <SubmitFooter
        onCancel={() => onClose(false)}
        disabled={!isChosen || tileCount === 0}
        loading={split.isPending}
        note={
          <PreviewNote
            counts={hasFilter ? preview.data : undefined}
            hint={hasFilter ? "" : t("chooseSome")}
          />
        }
      >
        {t("action")}
      </SubmitFooter>
    </form>
  );
}

function PreviewNote({
  counts,
  hint,
}: {
  counts: { tileCount: number; stayCount: number; scenes: unknown[] } | undefined;
  hint: string;
}) {
  const t = useTranslations("projects.split");
  const format = useFormat();
  return (
    <p
      aria-live="polite"
      className="num mr-auto min-w-0 text-muted-foreground text-sm"
      data-split-preview
    >
      {counts
        ? t("preview", {
            amount: counts.tileCount,
            count: format.count(counts.tileCount),
            scenes: counts.scenes.length,
            stay: format.count(counts.stayCount),
          })
        : hint}
    </p>
  );
}
