"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { useMay } from "@/components/auth/me-context";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/time";
import { apiQuery } from "@/lib/api-client";
import { NewestCard } from "./newest-card";

/** The newest datasets of a project. */
export function DatasetSummary({ projectId }: { projectId: string }) {
  const t = useTranslations("projects");
  const tCommon = useTranslations("common");
  const mayFreeze = useMay("dataset.freeze");
  const query = useQuery(apiQuery.datasets.list.queryOptions({ input: { projectId } }));
  return (
    <NewestCard
      title={tCommon("nav.datasets")}
      href={`/projects/${projectId}/datasets`}
      add={mayFreeze ? tCommon("palette.newDataset") : null}
      query={query}
      most={4}
      empty={t("noDatasets")}
    >
      {(dataset, href) => (
        <div className="flex items-baseline gap-3">
          <Link
            href={href}
            className="min-w-0 flex-1 truncate rounded-sm font-medium hover:underline"
          >
            {dataset.name}
          </Link>
          <span className="num text-muted-foreground text-sm">
            {t("tileCount", { count: dataset.tileCount })}
          </span>
          <RelativeTime atMs={dataset.createdAtMs} className="num text-muted-foreground text-sm" />
        </div>
      )}
    </NewestCard>
  );
}
