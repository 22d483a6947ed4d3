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
import { apiQuery } from "@/lib/api-client";
import { signInInputSchema } from "@/lib/contracts/auth";

/** @param page Where to go afterwards; a checked address of the studio. */
export function SignInForm({ page }: { page: string }) {
  const t = useTranslations("auth");
  const router = useRouter();
  const form = useForm({
    resolver: standardSchemaResolver(signInInputSchema),
    defaultValues: { email: "", password: "" },
  });
  const signIn = useMutation(
    apiQuery.auth.signIn.mutationOptions({
      onSuccess: () => {
        router.replace(page);
        router.refresh();
      },
    }),
  );
  const { errors } = form.formState;
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={form.handleSubmit((values) => signIn.mutate(values))}
    >
      <h1 className="font-semibold text-lg">{t("signIn.title")}</h1>
      <Field label={t("email")} error={errors.email && t("errors.email")}>
        {(ids) => (
          <Input
            {...ids}
            {...form.register("email")}
            type="email"
            autoComplete="username"
            autoFocus
          />
        )}
      </Field>
      <Field label={t("password")} error={errors.password && t("errors.passwordMissing")}>
        {(ids) => (
          <Input
            {...ids}
            {...form.register("password")}
            type="password"
            autoComplete="current-password"
          />
        )}
      </Field>
      <ErrorNote error={signIn.error} />
      <Button type="submit" loading={signIn.isPending || signIn.isSuccess}>
        {t("signIn.action")}
      </Button>
      <p className="text-muted-foreground text-sm">{t("signIn.forgotten")}</p>
    </form>
  );
}
