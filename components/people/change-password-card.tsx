"use client";

import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { ChangePasswordForm } from "@/components/auth/change-password-form";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";

export function ChangePasswordCard() {
  const t = useTranslations("auth");
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("changePassword.title")}</CardTitle>
        <CardDescription>{t("changePassword.description")}</CardDescription>
      </CardHeader>
      <CardContent className="max-w-sm">
        <ChangePasswordForm
          currentLabel={t("changePassword.current")}
          onChanged={() => toast.success(t("changePassword.done"))}
        />
      </CardContent>
    </Card>
  );
}
