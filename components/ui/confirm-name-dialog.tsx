"use client";

import { type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "./button";
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "./dialog";
import { ErrorNote } from "./error-state";
import { Field } from "./field";
import { Input } from "./input";

interface ConfirmNameProps {
  title: ReactNode;
  description: ReactNode;
  /** Has to be typed as it is. */
  name: string;
  fieldLabel: ReactNode;
  action: ReactNode;
  pending: boolean;
  error: unknown;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks for a thing's name before it is destroyed for good. */
export function ConfirmNameDialog({ open, ...props }: ConfirmNameProps & { open: boolean }) {
  return (
    <Dialog open={open} onOpenChange={(next) => !next && props.onClose()}>
      <DialogContent className="max-w-md">
        <ConfirmNameForm {...props} />
      </DialogContent>
    </Dialog>
  );
}

function ConfirmNameForm({
  title,
  description,
  name,
  fieldLabel,
  action,
  pending,
  error,
  onConfirm,
  onClose,
}: ConfirmNameProps) {
  const t = useTranslations("common");
  const [typed, setTyped] = useState("");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.trim() === name) onConfirm();
      }}
    >
      <DialogHeader>
        <DialogTitle>{title}</DialogTitle>
        <DialogDescription>{description}</DialogDescription>
      </DialogHeader>
      <DialogBody className="flex flex-col gap-3">
        <Field label={fieldLabel}>
          {(ids) => (
            <Input
              {...ids}
              autoFocus
              autoComplete="off"
              placeholder={name}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
        <ErrorNote error={error} />
      </DialogBody>
      <DialogFooter>
        <Button variant="ghost" onClick={onClose}>
          {t("cancel")}
        </Button>
        <Button
          type="submit"
          variant="destructive"
          disabled={typed.trim() !== name}
          loading={pending}
        >
          {action}
        </Button>
      </DialogFooter>
    </form>
  );
}
