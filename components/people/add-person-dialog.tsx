"use client";

import { standardSchemaResolver } from "@hookform/resolvers/standard-schema";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Controller, useForm } from "react-hook-form";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-state";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SubmitFooter } from "@/components/ui/submit-footer";
import { useIssues } from "@/components/ui/use-issues";
import { apiQuery } from "@/lib/api-client";
import { createUserInputSchema, type Role } from "@/lib/contracts/auth";
import { RoleSelect } from "./role-select";

export function AddPersonDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTranslations("auth");
  return (
    <Dialog open={open} onOpenChange={(next) => !next && onClose()}>
      <DialogContent className="max-w-md">
        <DialogHeader>
          <DialogTitle>{t("people.add")}</DialogTitle>
          <DialogDescription>{t("people.addDescription")}</DialogDescription>
        </DialogHeader>
        <AddPersonForm onClose={onClose} />
      </DialogContent>
    </Dialog>
  );
}

function AddPersonForm({ onClose }: { onClose: () => void }) {
  const t = useTranslations("auth");
  const queryClient = useQueryClient();
  const role: Role = "analyst";
  const form = useForm({
    resolver: standardSchemaResolver(createUserInputSchema),
    defaultValues: { name: "", email: "", password: "", role },
  });
  const create = useMutation(
    apiQuery.auth.createUser.mutationOptions({
      onSuccess: async (user) => {
        await queryClient.invalidateQueries({ queryKey: apiQuery.auth.listUsers.key() });
        toast.success(t("people.created", { name: user.name }));
        onClose();
      },
    }),
  );
  const { errors } = form.formState;
  const issues = useIssues(create, ["name", "email", "password", "role"]);
  return (
    <form
      noValidate
      {...issues.form}
      className="flex min-h-0 flex-col"
      onSubmit={form.handleSubmit((values) => create.mutate(values))}
    >
      <DialogBody className="flex flex-col gap-4">
        <Field label={t("name")} error={errors.name ? t("errors.name") : issues.of("name")}>
          {(ids) => <Input {...ids} {...form.register("name")} autoComplete="off" autoFocus />}
        </Field>
        <Field label={t("email")} error={errors.email ? t("errors.email") : issues.of("email")}>
          {(ids) => <Input {...ids} {...form.register("email")} type="email" autoComplete="off" />}
        </Field>
        <Field
          label={t("password")}
          help={t("passwordHelp")}
          error={errors.password ? t("errors.password") : issues.of("password")}
        >
          {(ids) => (
            <Input
              {...ids}
              {...form.register("password")}
              type="password"
              autoComplete="new-password"
            />
          )}
        </Field>
        <Controller
          control={form.control}
          name="role"
          render={({ field }) => (
            <Field label={t("role")} help={t(`roleHelp.${field.value}`)} error={issues.of("role")}>
              {(ids) => <RoleSelect {...ids} value={field.value} onValueChange={field.onChange} />}
            </Field>
          )}
        />
        <ErrorNote error={issues.rest} />
      </DialogBody>
      <SubmitFooter onCancel={onClose} loading={create.isPending}>
        {t("people.add")}
      </SubmitFooter>
    </form>
  );
}
