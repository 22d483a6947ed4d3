"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
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
import { passwordSchema, type User } from "@/lib/contracts/auth";

export function NewPasswordDialog({
  user,
  open,
  onClose,
}: {
  user: User;
  open: boolean;
  onClose: () => void;
}) {
  const t = useTranslations("auth");
  return (
    <Dialog open={open} onOpenChange={(next) => !next && onClose()}>
      <DialogContent aria-describedby={undefined} className="max-w-sm">
        <DialogHeader>
          <DialogTitle>{t("people.newPasswordFor", { name: user.name })}</DialogTitle>
        </DialogHeader>
        <PasswordForm user={user} onClose={onClose} />
      </DialogContent>
    </Dialog>
  );
}

function PasswordForm({ user, onClose }: { user: User; onClose: () => void }) {
  const t = useTranslations("auth");
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const valid = passwordSchema.safeParse(password).success;
  const update = useMutation(
    apiQuery.auth.updateUser.mutationOptions({
      onSuccess: () => {
        toast.success(t("people.passwordSet", { name: user.name }));
        onClose();
      },
    }),
  );
  const issues = useIssues(update, ["password"]);
  return (
    <form
      noValidate
      {...issues.form}
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (valid) update.mutate({ userId: user.id, password });
      }}
    >
      <DialogBody className="flex flex-col gap-3">
        <Field
          label={t("password")}
          help={t("passwordHelp")}
          error={tried && !valid ? t("errors.password") : issues.of("password")}
        >
          {(ids) => (
            <Input
              {...ids}
              type="password"
              autoComplete="new-password"
              autoFocus
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        <ErrorNote error={issues.rest} />
      </DialogBody>
      <SubmitFooter onCancel={onClose} loading={update.isPending}>
        {t("people.setPassword")}
      </SubmitFooter>
    </form>
  );
}
