"use client";

import { useTranslations } from "use-intl";
import { useMe } from "@/components/auth/me-context";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { PageBody, PageHeader } from "@/components/ui/page-header";
import { RelativeTime } from "@/components/ui/time";
import { ApiKeysCard } from "./api-keys-card";
import { ChangePasswordCard } from "./change-password-card";

export function AccountPage() {
  const t = useTranslations("auth");
  const me = useMe();
  return (
    <PageBody width="narrow">
      <PageHeader title={t("account.title")} description={t("account.description")} />
      <Card>
        <CardHeader>
          <CardTitle>{me.name}</CardTitle>
        </CardHeader>
        <CardContent>
          <DescriptionList
            items={[
              { term: t("email"), value: me.email },
              {
                term: t("role"),
                value: (
                  <>
                    {t(`roles.${me.role}`)}
                    <span className="text-muted-foreground"> · {t(`roleHelp.${me.role}`)}</span>
                  </>
                ),
              },
              { term: t("account.memberSince"), value: <RelativeTime atMs={me.createdAtMs} /> },
            ]}
          />
        </CardContent>
      </Card>
      <ChangePasswordCard />
      <ApiKeysCard />
    </PageBody>
  );
}
