"use client";

import { standardSchemaResolver } from "@hookform/resolvers/standard-schema";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useForm } from "react-hook-form";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-state";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useIssues } from "@/components/ui/use-issues";
import { apiQuery } from "@/lib/api-client";
import { setupInputSchema } from "@/lib/contracts/auth";

/** Makes the first administrator; `token` comes from the one-time link. */
export function SetupForm({ token }: { token: string }) {
  const t = useTranslations("auth");
  const router = useRouter();
  const form = useForm({
    resolver: standardSchemaResolver(setupInputSchema),
    defaultValues: { token, name: "", email: "", password: "" },
  });
  const setup = useMutation(
    apiQuery.auth.setup.mutationOptions({
      onSuccess: () => {
        router.replace("/projects");
        router.refresh();
      },
    }),
  );
  const { errors } = form.formState;
  const issues = useIssues(setup, ["name", "email", "password"]);
  return (
    <form
      noValidate
      {...issues.form}
      className="flex flex-col gap-4"
      onSubmit={form.handleSubmit((values) => setup.mutate(values))}
    >
      <div>
        <h1 className="font-semibold text-lg">{t("setup.title")}</h1>
        <p className="mt-1 text-muted-foreground">{t("setup.description")}</p>
      </div>
      <Field label={t("name")} error={errors.name ? t("errors.name") : issues.of("name")}>
        {(ids) => <Input {...ids} {...form.register("name")} autoComplete="name" autoFocus />}
      </Field>
      <Field
        label={t("email")}
        help={t("setup.emailHelp")}
        error={errors.email ? t("errors.email") : issues.of("email")}
      >
        {(ids) => (
          <Input {...ids} {...form.register("email")} type="email" autoComplete="username" />
        )}
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
      <ErrorNote error={issues.rest} />
      <Button type="submit" loading={setup.isPending || setup.isSuccess}>
        {t("setup.action")}
      </Button>
    </form>
  );
}
