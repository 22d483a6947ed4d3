"use client";

import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { Download, FileUp } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-state";
import { FileTarget } from "@/components/ui/file-target";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { SubmitFooter } from "@/components/ui/submit-footer";
import { api, apiQuery } from "@/lib/api-client";
import type { ClassList } from "@/lib/contracts/class-list";
import type { Project } from "@/lib/contracts/projects";
import { useProblemText } from "@/lib/i18n/use-problem-text";
import { ClassListChanges } from "./class-list-changes";
import { readClassListFile } from "./read-class-list-file";
import { useClassesChanged } from "./use-classes-changed";

/** The class list as a file: to keep, and to carry over from another project. */
export function ClassListFile({
  project,
  disabled,
  onChanged,
}: {
  project: Project;
  /** The list on screen has changes that are not saved. */
  disabled: boolean;
  onChanged: () => void;
}) {
  const t = useTranslations("projects.listFile");
  const [open, setOpen] = useState(false);
  const problemText = useProblemText();
  const keep = useMutation({
    mutationFn: () => api.classes.getList({ projectId: project.id }),
    onSuccess: (list) => saveAs(list, `${project.name} classes.json`),
    onError: (error) => toast.error(problemText(error).title),
  });
  return (
    <>
      <Button variant="outline" size="sm" disabled={disabled} onClick={() => setOpen(true)}>
        <FileUp />
        {t("import")}
      </Button>
      <Button
        variant="outline"
        size="sm"
        disabled={disabled}
        loading={keep.isPending}
        onClick={() => keep.mutate()}
      >
        <Download />
        {t("export")}
      </Button>
      <Dialog open={open} onOpenChange={setOpen}>
        <DialogContent className="max-w-xl">
          <DialogHeader>
            <DialogTitle>{t("title")}</DialogTitle>
            <DialogDescription>{t("help")}</DialogDescription>
          </DialogHeader>
          {open && (
            <ImportForm
              project={project}
              onClose={(imported) => {
                setOpen(false);
                if (imported) onChanged();
              }}
            />
          )}
        </DialogContent>
      </Dialog>
    </>
  );
}

function saveAs(list: ClassList, fileName: string): void {
  const text = `${JSON.stringify(list, null, 2)}\n`;
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = Object.assign(document.createElement("a"), { href: url, download: fileName });
  link.click();
  URL.revokeObjectURL(url);
}

function ImportForm({
  project,
  onClose,
}: {
  project: Project;
  onClose: (imported: boolean) => void;
}) {
  const t = useTranslations("projects.listFile");
  const [file, setFile] = useState<{ name: string; list: unknown } | null>(null);
  const [problem, setProblem] = useState<"tooLarge" | "noJson" | null>(null);
  const choose = async (chosen: File | undefined) => {
    if (!chosen) return;
    const read = await readClassListFile(chosen);
    setProblem("problem" in read ? read.problem : null);
    setFile("problem" in read ? null : { name: chosen.name, list: read.list });
  };
  return (
    <>
      {file ? (
        <ImportPreview project={project} list={file.list} name={file.name} onClose={onClose} />
      ) : (
        <DialogBody className="pb-5">
          <FileTarget
            title={t("choose")}
            note={t("chooseHelp")}
            accept=".json,application/json"
            onDropped={(dropped) => void choose(dropped.files[0])}
            onChosen={(files) => void choose(files[0])}
          />
          {problem && (
            <p role="alert" className="mt-2 text-destructive text-sm">
              {t(problem)}
            </p>
          )}
        </DialogBody>
      )}
    </>
  );
}

function ImportPreview({
  project,
  list,
  name,
  onClose,
}: {
  project: Project;
  /** Whatever the file holds: the server says what is wrong with it. */
  list: unknown;
  name: string;
  onClose: (imported: boolean) => void;
}) {
  const t = useTranslations("projects.listFile");
  const [matchBy, setMatchBy] = useState<"id" | "name">("id");
  const [others, setOthers] = useState<"keep" | "archive">("keep");
  const changed = useClassesChanged(project.id);
  const input = { projectId: project.id, list: list as ClassList, matchBy, others };
  const preview = useQuery({
    ...apiQuery.classes.importList.queryOptions({ input: { ...input, preview: true } }),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const take = useMutation(
    apiQuery.classes.importList.mutationOptions({
      onSuccess: async () => {
        await changed();
        toast.success(t("done"));
        onClose(true);
      },
    }),
  );
  const changes = preview.error ? [] : (preview.data?.changes ?? []);
  const count = changes.filter((one) => !["unchanged", "kept"].includes(one.change)).length;
  return (
    <form
      className="flex min-h-0 flex-col"
      onSubmit={(event) => {
        event.preventDefault();
        take.mutate(input);
      }}
    >
      <DialogBody className="flex flex-col gap-3">
        <p className="truncate font-medium text-sm" title={name}>
          {name}
        </p>
        <div className="flex flex-wrap gap-x-4 gap-y-2">
          <SegmentedControl
            size="sm"
            aria-label={t("matchBy")}
            value={matchBy}
            onValueChange={setMatchBy}
            segments={[
              { value: "id", label: t("byId") },
              { value: "name", label: t("byName") },
            ]}
          />
          <SegmentedControl
            size="sm"
            aria-label={t("others")}
            value={others}
            onValueChange={setOthers}
            segments={[
              { value: "keep", label: t("keepOthers") },
              { value: "archive", label: t("archiveOthers") },
            ]}
          />
        </div>
        <ErrorNote error={take.error ?? preview.error} />
        <ClassListChanges changes={changes} />
      </DialogBody>
      <SubmitFooter
        onCancel={() => onClose(false)}
        disabled={!preview.data || preview.error !== null || preview.isFetching}
        loading={take.isPending}
        note={
          <p aria-live="polite" className="mr-auto text-muted-foreground text-sm">
            {preview.data && !preview.error && t("count", { count })}
          </p>
        }
      >
        {t("action")}
      </SubmitFooter>
    </form>
  );
}
