"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
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
import { apiQuery } from "@/lib/api-client";
import type { Scene } from "@/lib/contracts/scenes";

export function RenameSceneDialog({
  scene,
  open,
  onClose,
}: {
  scene: Scene;
  open: boolean;
  onClose: () => void;
}) {
  const t = useTranslations("scenes");
  return (
    <Dialog open={open} onOpenChange={(next) => !next && onClose()}>
      <DialogContent aria-describedby={undefined} className="max-w-md">
        <DialogHeader>
          <DialogTitle>{t("rename.title")}</DialogTitle>
        </DialogHeader>
        <RenameForm scene={scene} onClose={onClose} />
      </DialogContent>
    </Dialog>
  );
}

function RenameForm({ scene, onClose }: { scene: Scene; onClose: () => void }) {
  const t = useTranslations("scenes");
  const tCommon = useTranslations("common");
  const queryClient = useQueryClient();
  const [name, setName] = useState(scene.name);
  const rename = useMutation(
    apiQuery.scenes.update.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: apiQuery.scenes.key() });
        onClose();
      },
    }),
  );
  const issues = useIssues(rename, ["name"]);
  return (
    <form
      {...issues.form}
      onSubmit={(event) => {
        event.preventDefault();
        rename.mutate({ sceneId: scene.id, name });
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
      <SubmitFooter onCancel={onClose} disabled={name.trim() === ""} loading={rename.isPending}>
        {t("rename.action")}
      </SubmitFooter>
    </form>
  );
}
