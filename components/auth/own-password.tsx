"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { ChangePasswordForm } from "./change-password-form";

/**
 * Who signed in with a one-time password chooses their own.
 *
 * @param page Where to go afterwards; a checked address of the studio.
 */
export function OwnPassword({ page }: { page: string }) {
  const t = useTranslations("auth");
  const router = useRouter();
  return (
    <div className="flex flex-col gap-4">
      <div>
        <h1 className="font-semibold text-lg">{t("changePassword.mustTitle")}</h1>
        <p className="mt-1 text-muted-foreground">{t("changePassword.mustDescription")}</p>
      </div>
      <ChangePasswordForm
        currentLabel={t("changePassword.oneTime")}
        onChanged={() => {
          router.replace(page);
          router.refresh();
        }}
      />
    </div>
  );
}
