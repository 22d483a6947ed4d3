"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { Checkbox } from "@/components/ui/checkbox";
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SubmitFooter } from "@/components/ui/submit-footer";
import type { RunRow } from "@/lib/contracts/run-table";

interface TagsDialogProps {
  runs: readonly RunRow[];
  pending: boolean;
  onSave: (changes: { runId: string; tags: string[] }[]) => void;
  onClose: () => void;
}

/** Adds tags to the chosen runs, and takes some away. */
export function TagsDialog({ open, ...props }: TagsDialogProps & { open: boolean }) {
  const t = useTranslations("runTable.tags");
  return (
    <Dialog open={open} onOpenChange={(next) => !next && props.onClose()}>
      <DialogContent className="max-w-md">
        <DialogHeader>
          <DialogTitle>{t("title", { count: props.runs.length })}</DialogTitle>
          <DialogDescription>{t("help")}</DialogDescription>
        </DialogHeader>
        <TagsForm {...props} />
      </DialogContent>
    </Dialog>
  );
}

/** Tags of a text with commas between them; each once. */
export function readTags(text: string): string[] {
  const tags = text.split(/[,，、]/).map((tag) => tag.trim());
  return [...new Set(tags.filter((tag) => tag !== ""))];
}

function TagsForm({ runs, pending, onSave, onClose }: TagsDialogProps) {
  const t = useTranslations("runTable.tags");
  const [text, setText] = useState("");
  const [going, setGoing] = useState<readonly string[]>([]);
  const known = [...new Set(runs.flatMap((run) => run.tags))].sort();
  const added = readTags(text);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSave(
          runs.map((run) => ({
            runId: run.id,
            tags: [...new Set([...run.tags.filter((tag) => !going.includes(tag)), ...added])],
          })),
        );
      }}
    >
      <DialogBody className="flex flex-col gap-4">
        <Field label={t("add")}>
          {(ids) => (
            <Input
              {...ids}
              autoFocus
              maxLength={400}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        {known.length > 0 && (
          <fieldset className="flex flex-col gap-1.5">
            <legend className="mb-1.5 text-muted-foreground">{t("remove")}</legend>
            {known.map((tag) => (
              // biome-ignore lint/a11y/noLabelWithoutControl: the tick is inside.
              <label key={tag} className="flex items-center gap-2">
                <Checkbox
                  checked={going.includes(tag)}
                  onCheckedChange={(on) =>
                    setGoing(on === true ? [...going, tag] : going.filter((one) => one !== tag))
                  }
                />
                {tag}
              </label>
            ))}
          </fieldset>
        )}
      </DialogBody>
      <SubmitFooter
        onCancel={onClose}
        disabled={added.length === 0 && going.length === 0}
        loading={pending}
      >
        {t("save")}
      </SubmitFooter>
    </form>
  );
}
