"use client";

import { ShieldX } from "lucide-react";
import { useTranslations } from "use-intl";
import { useMay } from "@/components/auth/me-context";
import { EmptyState } from "@/components/ui/empty-state";
import { PageBody, PageHeader } from "@/components/ui/page-header";
import { BasemapCard } from "./basemap-card";
import { BucketsCard } from "./buckets-card";
import { FoldersCard } from "./folders-card";
import { HostsCard } from "./hosts-card";
import { PeopleCard } from "./people-card";

export function AdministrationPage() {
  const t = useTranslations("common");
  const mayManagePeople = useMay("people.manage");
  const mayManageSettings = useMay("settings.manage");
  return (
    <PageBody className="max-w-5xl">
      <PageHeader title={t("nav.administration")} />
      {!mayManagePeople && !mayManageSettings && (
        <EmptyState
          icon={ShieldX}
          title={t("problems.forbidden")}
          description={t("forbiddenHelp")}
        />
      )}
      {mayManagePeople && <PeopleCard />}
      {mayManageSettings && <FoldersCard />}
      {mayManageSettings && <HostsCard />}
      {mayManageSettings && <BucketsCard />}
      {mayManageSettings && <BasemapCard />}
    </PageBody>
  );
}
