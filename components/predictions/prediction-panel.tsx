"use client";

import { useQuery } from "@tanstack/react-query";
import { Sparkles } from "lucide-react";
import { useTranslations } from "use-intl";
import { useMay } from "@/components/auth/me-context";
import { Button } from "@/components/ui/button";
import { Card, CardAction, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { Loaded } from "@/components/ui/loaded";
import { Skeleton } from "@/components/ui/skeleton";
import { apiQuery } from "@/lib/api-client";
import type { Model } from "@/lib/contracts/models";
import { PredictDialog } from "./predict-dialog";
import { PredictionTable } from "./prediction-table";

/** Predictions made with a model, and the way to make another. */
export function PredictionPanel({ modelId }: { modelId: string }) {
  const model = useQuery(apiQuery.models.get.queryOptions({ input: { modelId } }));
  return model.data ? <Panel model={model.data} /> : <Skeleton className="h-32" />;
}

function Panel({ model }: { model: Model }) {
  const t = useTranslations("predictions");
  const mayPredict = useMay("prediction.create");
  const query = useQuery(
    apiQuery.predictions.list.queryOptions({ input: { projectId: model.projectId } }),
  );
  const tReview = useTranslations("review");
  const { projectId } = model;
  const offered = useQuery(apiQuery.models.listOffered.queryOptions({ input: { projectId } }));
  // What is archived is not offered elsewhere; who opens its page may use it.
  const isRefused = offered.data?.rule === "approved-only" && model.review?.status !== "approved";
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("title")}</CardTitle>
        <CardAction>
          {mayPredict && offered.data && !isRefused && model.manifest.onnxPath !== null && (
            <PredictDialog model={model} onStarted={() => void query.refetch()}>
              <Button>
                <Sparkles />
                {t("predict")}
              </Button>
            </PredictDialog>
          )}
        </CardAction>
      </CardHeader>
      <CardContent>
        {mayPredict && isRefused && <p className="mb-3">{tReview("notOffered")}</p>}
        <Loaded query={query} placeholder={<Skeleton className="h-20" />}>
          {(all) => {
            const own = all.filter((one) => one.modelId === model.id);
            return own.length > 0 ? (
              <PredictionTable predictions={own} />
            ) : (
              <p className="text-muted-foreground">{t("empty")}</p>
            );
          }}
        </Loaded>
      </CardContent>
    </Card>
  );
}
