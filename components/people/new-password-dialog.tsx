"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
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
import { SubmitFooter } from "@/components/ui/submit-footer";
import { apiQuery } from "@/lib/api-client";
import type { User } from "@/lib/contracts/auth";

export function NewPasswordDialog({
  user,
  open,
  onClose,
}: {
  user: User;
  open: boolean;
  onClose: () => void;
}) {
  return (
    <Dialog open={open} onOpenChange={(next) => !next && onClose()}>
      <DialogContent className="max-w-md">
        <ResetSteps user={user} onClose={onClose} />
      </DialogContent>
    </Dialog>
  );
}

/** First what it means, then the one-time password, this once. */
function ResetSteps({ user, onClose }: { user: User; onClose: () => void }) {
  const t = useTranslations("auth");
  const queryClient = useQueryClient();
  const reset = useMutation(
    apiQuery.auth.resetPassword.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: apiQuery.auth.listUsers.key() }),
    }),
  );
  if (reset.data) {
    const { password } = reset.data;
    return (
      <>
        <DialogHeader>
          <DialogTitle>{t("people.onceTitle", { name: user.name })}</DialogTitle>
          <DialogDescription>{t("people.onceHelp")}</DialogDescription>
        </DialogHeader>
        <DialogBody>
          <div className="flex items-center gap-2 rounded-md border bg-muted py-1 pr-1 pl-3">
            <code className="min-w-0 flex-1 select-all break-all text-sm">{password}</code>
            <CopyButton text={password} />
          </div>
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>{t("people.onceDone")}</Button>
        </DialogFooter>
      </>
    );
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        reset.mutate({ userId: user.id });
      }}
    >
      <DialogHeader>
        <DialogTitle>{t("people.newPasswordFor", { name: user.name })}</DialogTitle>
        <DialogDescription>{t("people.resetHelp")}</DialogDescription>
      </DialogHeader>
      <DialogBody>
        <ErrorNote error={reset.error} />
      </DialogBody>
      <SubmitFooter onCancel={onClose} loading={reset.isPending}>
        {t("people.setPassword")}
      </SubmitFooter>
    </form>
  );
}
