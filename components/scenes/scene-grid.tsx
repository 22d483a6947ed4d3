"use client";

import { useQuery } from "@tanstack/react-query";
import { ImagePlus, LoaderCircle, Upload } from "lucide-react";
import { useTranslations } from "use-intl";
import { useMay } from "@/components/auth/me-context";
import { isActiveJob } from "@/components/jobs/job-link";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { apiQuery } from "@/lib/api-client";
import { IncomingList } from "./incoming-list";
import { SceneCard } from "./scene-card";
import { useShownImports } from "./use-shown-imports";

const gridClasses = "grid grid-cols-[repeat(auto-fill,minmax(13.5rem,1fr))] gap-3";

/** The scenes of a project, with what is on its way in above them. */
export function SceneGrid({ projectId, onImport }: { projectId: string; onImport: () => void }) {
  const t = useTranslations("scenes");
  const mayImport = useMay("scene.import");
  const scenes = useQuery(apiQuery.scenes.list.queryOptions({ input: { projectId } }));
  const incoming = useShownImports(projectId);
  const isEmpty = scenes.data?.length === 0;
  return (
    <div className="flex flex-col gap-3">
      <IncomingList projectId={projectId} />
      {scenes.isPending && (
        <div className={gridClasses}>
          {["a", "b", "c", "d"].map((key) => (
            <Skeleton key={key} className="h-64 rounded-lg" />
          ))}
        </div>
      )}
      {scenes.isError && (
        <ErrorState
          error={scenes.error}
          onRetry={() => void scenes.refetch()}
          retrying={scenes.isFetching}
        />
      )}
      {isEmpty &&
        (incoming.some(isActiveJob) ? (
          <EmptyState icon={LoaderCircle} title={t("empty.arriving")} />
        ) : (
          <EmptyState
            icon={ImagePlus}
            title={t("empty.title")}
            description={mayImport ? t("empty.description") : t("empty.readOnly")}
          >
            {mayImport && (
              <Button onClick={onImport}>
                <Upload />
                {t("import.open")}
              </Button>
            )}
          </EmptyState>
        ))}
      {scenes.data && scenes.data.length > 0 && (
        <div className={gridClasses}>
          {scenes.data.map((scene) => (
            <SceneCard key={scene.id} scene={scene} />
          ))}
        </div>
      )}
    </div>
  );
}
