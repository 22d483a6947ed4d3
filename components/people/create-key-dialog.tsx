"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-state";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SubmitFooter } from "@/components/ui/submit-footer";
import { useIssues } from "@/components/ui/use-issues";
import { apiQuery } from "@/lib/api-client";

export function CreateKeyDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} onOpenChange={(next) => !next && onClose()}>
      <DialogContent className="max-w-md">
        <CreateKeySteps onClose={onClose} />
      </DialogContent>
    </Dialog>
  );
}

/** First the name, then the key itself, this once. */
function CreateKeySteps({ onClose }: { onClose: () => void }) {
  const t = useTranslations("auth");
  const tCommon = useTranslations("common");
  const queryClient = useQueryClient();
  const [name, setName] = useState("");
  const create = useMutation(
    apiQuery.auth.createApiKey.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: apiQuery.auth.listApiKeys.key() }),
    }),
  );
  const issues = useIssues(create, ["name"]);
  if (create.data) {
    return (
      <>
        <DialogHeader>
          <DialogTitle>{t("keys.onceTitle")}</DialogTitle>
          <DialogDescription>{t("keys.onceDescription")}</DialogDescription>
        </DialogHeader>
        <DialogBody>
          <div className="flex items-center gap-2 rounded-md border bg-muted py-1 pr-1 pl-3">
            <code className="min-w-0 flex-1 select-all break-all text-sm">{create.data.key}</code>
            <CopyButton text={create.data.key} />
          </div>
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>{t("keys.done")}</Button>
        </DialogFooter>
      </>
    );
  }
  return (
    <form
      {...issues.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== "") create.mutate({ name });
      }}
    >
      <DialogHeader>
        <DialogTitle>{t("keys.create")}</DialogTitle>
        <DialogDescription>{t("keys.description")}</DialogDescription>
      </DialogHeader>
      <DialogBody className="flex flex-col gap-3">
        <Field label={t("keys.nameLabel")} error={issues.of("name")}>
          {(ids) => (
            <Input
              {...ids}
              autoFocus
              maxLength={120}
              placeholder={t("keys.namePlaceholder")}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <ErrorNote error={issues.rest} />
      </DialogBody>
      <SubmitFooter onCancel={onClose} disabled={name.trim() === ""} loading={create.isPending}>
        {tCommon("create")}
      </SubmitFooter>
    </form>
  );
}
