"use client";

import { useMutation } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-state";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useIssues } from "@/components/ui/use-issues";
import { apiQuery } from "@/lib/api-client";
import { passwordSchema } from "@/lib/contracts/auth";

const empty = { currentPassword: "", newPassword: "" };

/**
 * The present password and the new one, with its rule beside it.
 *
 * @param currentLabel What the present password is called here.
 */
export function ChangePasswordForm({
  currentLabel,
  onChanged,
}: {
  currentLabel: string;
  onChanged: () => void;
}) {
  const t = useTranslations("auth");
  const form = useForm({ defaultValues: empty });
  const change = useMutation(
    apiQuery.auth.changePassword.mutationOptions({
      onSuccess: () => {
        form.reset(empty);
        onChanged();
      },
    }),
  );
  const { errors } = form.formState;
  const issues = useIssues(change, ["currentPassword", "newPassword"]);
  const checkNew = (value: string) => {
    if (!passwordSchema.safeParse(value).success) return t("errors.password");
    return value !== form.getValues("currentPassword") || t("errors.samePassword");
  };
  return (
    <form
      noValidate
      {...issues.form}
      className="flex flex-col gap-4"
      onSubmit={form.handleSubmit((values) => change.mutate(values))}
    >
      <Field
        label={currentLabel}
        error={errors.currentPassword?.message ?? issues.of("currentPassword")}
      >
        {(ids) => (
          <Input
            {...ids}
            {...form.register("currentPassword", { required: t("errors.passwordMissing") })}
            type="password"
            autoComplete="current-password"
          />
        )}
      </Field>
      <Field
        label={t("changePassword.new")}
        help={t("passwordHelp")}
        error={errors.newPassword?.message ?? issues.of("newPassword")}
      >
        {(ids) => (
          <Input
            {...ids}
            {...form.register("newPassword", { validate: checkNew })}
            type="password"
            autoComplete="new-password"
          />
        )}
      </Field>
      <ErrorNote error={issues.rest} />
      <Button type="submit" className="self-start" loading={change.isPending}>
        {t("changePassword.action")}
      </Button>
    </form>
  );
}
