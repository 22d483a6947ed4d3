"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-state";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SubmitFooter } from "@/components/ui/submit-footer";
import { useIssues } from "@/components/ui/use-issues";
import type { RecordKind } from "./record-kinds";
import { useUpdateRecord } from "./use-update-record";

interface RenameProps {
  kind: RecordKind;
  id: string;
  name: string;
  onClose: () => void;
}

export function RenameRecordDialog({ open, ...props }: RenameProps & { open: boolean }) {
  const t = useTranslations("records");
  return (
    <Dialog open={open} onOpenChange={(next) => !next && props.onClose()}>
      <DialogContent aria-describedby={undefined} className="max-w-md">
        <DialogHeader>
          <DialogTitle>{t("renameTitle")}</DialogTitle>
        </DialogHeader>
        <RenameForm {...props} />
      </DialogContent>
    </Dialog>
  );
}

function RenameForm({ kind, id, name: before, onClose }: RenameProps) {
  const tCommon = useTranslations("common");
  const [name, setName] = useState(before);
  const rename = useUpdateRecord(kind, id);
  const issues = useIssues(rename, ["name"]);
  return (
    <form
      {...issues.form}
      onSubmit={(event) => {
        event.preventDefault();
        rename.mutate({ name }, { onSuccess: onClose });
      }}
    >
      <DialogBody className="flex flex-col gap-3">
        <Field label={tCommon("name")} error={issues.of("name")}>
          {(ids) => (
            <Input
              {...ids}
              autoFocus
              required
              maxLength={120}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <ErrorNote error={issues.rest} />
      </DialogBody>
      <SubmitFooter
        onCancel={onClose}
        disabled={name.trim() === "" || name.trim() === before}
        loading={rename.isPending}
      >
        {tCommon("rename")}
      </SubmitFooter>
    </form>
  );
}
