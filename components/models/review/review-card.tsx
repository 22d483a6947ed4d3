"use client";

import { useQuery } from "@tanstack/react-query";
import { Check, CircleDashed, Star, X } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/components/auth/me-context";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/time";
import { apiQuery } from "@/lib/api-client";
import type { ModelReview, ReviewStatus } from "@/lib/contracts/model-reviews";
import type { Model } from "@/lib/contracts/models";
import { ReviewBadge } from "./review-badge";
import { ReviewDialog } from "./review-dialog";
import { useSetDefaultModel } from "./use-default-model";

/** What reviewers said of a model, and how to say more. */
export function ReviewCard({ model }: { model: Model }) {
  const t = useTranslations("review");
  const mayReview = useMay("model.write");
  const reviews = useQuery(
    apiQuery.models.listReviews.queryOptions({ input: { modelId: model.id } }),
  );
  const [newest, ...older] = reviews.data ?? [];
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("title")}</CardTitle>
        <div className="ml-auto">
          <ReviewBadge model={model} />
        </div>
      </CardHeader>
      <CardContent className="flex flex-col gap-3">
        {newest ? <Said review={newest} /> : <p className="text-muted-foreground">{t("nobody")}</p>}
        {mayReview && <ReviewButtons model={model} />}
        {older.length > 0 && (
          <details>
            <summary className="cursor-pointer text-muted-foreground">{t("history")}</summary>
            <ul className="mt-2 flex flex-col gap-3">
              {older.map((review) => (
                <li key={`${review.atMs} ${review.status}`}>
                  <span className="font-medium">{t(`status.${review.status}`)}</span>
                  <Said review={review} />
                </li>
              ))}
            </ul>
          </details>
        )}
      </CardContent>
    </Card>
  );
}

function Said({ review }: { review: ModelReview }) {
  return (
    <div>
      {review.reason && <p className="whitespace-pre-wrap break-words">{review.reason}</p>}
      <p className="text-muted-foreground text-sm">
        {review.person?.name} · <RelativeTime atMs={review.atMs} />
      </p>
    </div>
  );
}

function ReviewButtons({ model }: { model: Model }) {
  const t = useTranslations("review");
  const [asked, setAsked] = useState<ReviewStatus | null>(null);
  const choose = useSetDefaultModel();
  const status = model.review?.status;
  return (
    <div className="flex flex-wrap gap-2">
      {status !== "approved" && (
        <Button size="sm" onClick={() => setAsked("approved")}>
          <Check />
          {t("approve")}
        </Button>
      )}
      {status === "approved" && (
        <Button
          size="sm"
          variant="outline"
          loading={choose.isPending}
          onClick={() =>
            choose.mutate({
              projectId: model.projectId,
              modelId: model.isDefault ? null : model.id,
            })
          }
        >
          {!choose.isPending && <Star />}
          {model.isDefault ? t("noDefault") : t("makeDefault")}
        </Button>
      )}
      {status !== "rejected" && (
        <Button size="sm" variant="outline" onClick={() => setAsked("rejected")}>
          <X />
          {t("reject")}
        </Button>
      )}
      {status !== "candidate" && (
        <Button size="sm" variant="ghost" onClick={() => setAsked("candidate")}>
          <CircleDashed />
          {t("reconsider")}
        </Button>
      )}
      <ReviewDialog model={model} status={asked} onClose={() => setAsked(null)} />
    </div>
  );
}
