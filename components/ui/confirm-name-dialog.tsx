"use client";

import { type ReactNode, useState } from "react";
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogHeader,
  DialogTitle,
} from "./dialog";
import { ErrorNote } from "./error-state";
import { Field } from "./field";
import { Input } from "./input";
import { SubmitFooter } from "./submit-footer";
import { useIssues } from "./use-issues";

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
  /** Forgets the error, when somebody types on. */
  onReset: () => void;
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
  onReset,
  onClose,
}: ConfirmNameProps) {
  const [typed, setTyped] = useState("");
  const issues = useIssues({ error, reset: onReset }, ["confirmName"]);
  return (
    <form
      {...issues.form}
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
        <Field label={fieldLabel} error={issues.of("confirmName")}>
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
        <ErrorNote error={issues.rest} />
      </DialogBody>
      <SubmitFooter
        onCancel={onClose}
        variant="destructive"
        disabled={typed.trim() !== name}
        loading={pending}
      >
        {action}
      </SubmitFooter>
    </form>
  );
}
