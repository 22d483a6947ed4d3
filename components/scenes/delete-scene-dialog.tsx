"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { ConfirmNameDialog } from "@/components/ui/confirm-name-dialog";
import { apiQuery } from "@/lib/api-client";
import type { Scene } from "@/lib/contracts/scenes";
import { useFormat } from "@/lib/i18n/use-format";

export function DeleteSceneDialog({
  scene,
  open,
  onClose,
}: {
  scene: Scene;
  open: boolean;
  onClose: () => void;
}) {
  const t = useTranslations("scenes");
  const format = useFormat();
  const queryClient = useQueryClient();
  const remove = useMutation(
    apiQuery.scenes.delete.mutationOptions({
      onSuccess: async () => {
        onClose();
        toast.success(t("delete.done", { name: scene.name }));
        await queryClient.invalidateQueries({ queryKey: apiQuery.scenes.list.key() });
        await queryClient.invalidateQueries({ queryKey: apiQuery.projects.key() });
      },
    }),
  );
  return (
    <ConfirmNameDialog
      open={open}
      title={t("delete.title", { name: scene.name })}
      description={t("delete.description", {
        count: scene.labelledCount,
        labelled: format.count(scene.labelledCount),
      })}
      name={scene.name}
      fieldLabel={t("delete.confirm")}
      action={t("delete.action")}
      pending={remove.isPending}
      error={remove.error}
      onReset={remove.reset}
      onConfirm={() => remove.mutate({ sceneId: scene.id, confirmName: scene.name })}
      onClose={onClose}
    />
  );
}
