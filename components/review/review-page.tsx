"use client";

import { useQuery } from "@tanstack/react-query";
import { ShieldX } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/components/auth/me-context";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { PageBody, PageHeader } from "@/components/ui/page-header";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Skeleton } from "@/components/ui/skeleton";
import { apiQuery } from "@/lib/api-client";
import { AgreementPanel } from "./agreement-panel";
import { ReviewQueue } from "./review-queue";

/** Where labels are settled: the tiles that wait for a reviewer, and how far people agree. */
export function ReviewPage({ projectId }: { projectId: string }) {
  const t = useTranslations("opinions");
  const tCommon = useTranslations("common");
  const mayReview = useMay("label.review");
  const [part, setPart] = useState<"queue" | "agreement">("queue");
  const project = useQuery(apiQuery.projects.get.queryOptions({ input: { projectId } }));
  const scenes = useQuery(apiQuery.scenes.list.queryOptions({ input: { projectId } }));
  if (!mayReview) {
    return (
      <PageBody width="narrow">
        <PageHeader title={t("review.title")} />
        <EmptyState
          icon={ShieldX}
          title={tCommon("problems.forbidden")}
          description={t("review.forbidden")}
        />
      </PageBody>
    );
  }
  const error = project.error ?? scenes.error;
  const isReady = project.data !== undefined && scenes.data !== undefined;
  return (
    <PageBody width="full">
      <PageHeader
        title={t("review.title")}
        description={t("review.description")}
        actions={
          <SegmentedControl
            aria-label={t("review.title")}
            value={part}
            onValueChange={setPart}
            segments={[
              { value: "queue", label: t("review.queue") },
              { value: "agreement", label: t("review.agreement") },
            ]}
          />
        }
      />
      {error && !isReady && (
        <ErrorState
          error={error}
          onRetry={() => {
            void project.refetch();
            void scenes.refetch();
          }}
        />
      )}
      {!error && !isReady && <Skeleton className="h-96" />}
      {project.data &&
        scenes.data &&
        (part === "queue" ? (
          <ReviewQueue project={project.data} scenes={scenes.data} />
        ) : (
          <AgreementPanel project={project.data} scenes={scenes.data} />
        ))}
    </PageBody>
  );
}
