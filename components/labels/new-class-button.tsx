import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState, useSyncExternalStore } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { useMay } from "@/components/auth/me-context";
import { NewClassFields, useNewClass } from "@/components/projects/new-class-fields";
import { useClassesChanged } from "@/components/projects/use-classes-changed";
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
import { useIssues } from "@/components/ui/use-issues";
import { api, apiQuery } from "@/lib/api-client";
import { suggestKey } from "@/lib/class-keys";
import { maxEditsPerBatch } from "@/lib/contracts/labels";
import { tileOfIndex } from "@/lib/geo/grid";
import { useFormat } from "@/lib/i18n/use-format";
import { useFocusMap, useWorkspace } from "./workspace-context";

/** Makes a class without leaving the map; tiles that are picked out become its first ones. */
export function NewClassButton() {
  const t = useTranslations("labels.newClass");
  const format = useFormat();
  const focusMap = useFocusMap();
  const mayMake = useMay("project.write");
  const [open, setOpen] = useState(false);
  const { selection } = useWorkspace();
  const picked = useSyncExternalStore(selection.subscribe, selection.snapshot, selection.snapshot);
  if (!mayMake) return null;
  return (
    <div className="shrink-0 border-t p-1">
      <button
        type="button"
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => setOpen(true)}
        className="flex h-7 w-full items-center gap-2 rounded-md px-1.5 text-left text-muted-foreground hover:bg-accent hover:text-foreground"
      >
        <Plus className="size-3.5 shrink-0" />
        <span className="truncate">
          {picked.length > 0
            ? t("ofPicked", { amount: picked.length, count: format.count(picked.length) })
            : t("open")}
        </span>
      </button>
      <Dialog open={open} onOpenChange={setOpen}>
        <DialogContent className="max-w-md" onCloseAutoFocus={focusMap}>
          <DialogHeader>
            <DialogTitle>{t("title")}</DialogTitle>
            <DialogDescription>
              {picked.length > 0
                ? t("helpPicked", { amount: picked.length, count: format.count(picked.length) })
                : t("help")}
            </DialogDescription>
          </DialogHeader>
          {open && <NewClassForm picked={picked} onClose={() => setOpen(false)} />}
        </DialogContent>
      </Dialog>
    </div>
  );
}

function NewClassForm({ picked, onClose }: { picked: readonly number[]; onClose: () => void }) {
  const t = useTranslations("labels.newClass");
  const { project, session } = useWorkspace();
  const made = useNewClass(project.classes);
  const make = useMakeClass(picked, onClose);
  const issues = useIssues(make, ["into.name", "classes"]);
  const { pendingCount } = useSyncExternalStore(
    session.subscribe,
    session.snapshot,
    session.snapshot,
  );
  // The server moves picked tiles: what is not saved yet would come after, and win.
  const isSaving = picked.length > 0 && pendingCount > 0;
  const isTooMany = picked.length > maxEditsPerBatch;
  const name = made.name.trim();
  return (
    <form
      {...issues.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (name !== "" && !isSaving && !isTooMany) make.mutate({ name, colour: made.colour });
      }}
    >
      <DialogBody className="flex flex-col gap-3">
        <NewClassFields made={made} error={issues.of("into.name") ?? issues.of("classes")} />
        {isTooMany && (
          <p role="alert" className="text-destructive text-sm">
            {t("tooMany", { most: maxEditsPerBatch })}
          </p>
        )}
        <ErrorNote error={issues.rest} />
      </DialogBody>
      <SubmitFooter
        onCancel={onClose}
        disabled={name === "" || isSaving || isTooMany}
        loading={make.isPending}
      >
        {t("action")}
      </SubmitFooter>
    </form>
  );
}

function useMakeClass(picked: readonly number[], onClose: () => void) {
  const t = useTranslations("labels.newClass");
  const { project, scene, selection } = useWorkspace();
  const queries = useQueryClient();
  const changed = useClassesChanged(project.id);
  const projectId = project.id;
  const revert = (actId: string) =>
    void api.classes.revertChange({ projectId, actId }).then(changed);
  return useMutation({
    mutationFn: async (made: { name: string; colour: string }) => {
      if (picked.length === 0) return void (await addClass(projectId, made));
      const tiles = picked.map((cell) => tileOfIndex(cell, scene.gridCols));
      return api.classes.split({
        ...{ projectId, fromClassId: null, into: made },
        filter: { picked: { sceneId: scene.id, tiles } },
      });
    },
    onSuccess: async (done, { name }) => {
      await changed();
      void queries.invalidateQueries({ queryKey: apiQuery.labels.key() });
      const actId = done?.actId;
      if (actId) {
        selection.clear();
        toast.success(t("donePicked", { name, count: done.tileCount }), {
          action: { label: t("revert"), onClick: () => revert(actId) },
        });
      } else toast.success(t("done", { name }));
      onClose();
    },
  });
}

/** Behind the classes as they are now, whoever changed them. */
async function addClass(projectId: string, made: { name: string; colour: string }): Promise<void> {
  const { classes } = await api.projects.get({ projectId });
  const key = suggestKey(classes.map((one) => one.key));
  await api.projects.update({ projectId, classes: [...classes, { ...made, key }] });
}
