"use client";

import { Check, CircleDashed, Star, X } from "lucide-react";
import { useTranslations } from "use-intl";
import { noValue } from "@/components/charts/format";
import { Badge } from "@/components/ui/badge";
import type { Model } from "@/lib/contracts/models";

const looks = {
  approved: { variant: "success", Icon: Check },
  rejected: { variant: "destructive", Icon: X },
  candidate: { variant: "secondary", Icon: CircleDashed },
} as const;

/** What reviewers think of a model, and whether its project predicts with it first. */
export function ReviewBadge({ model }: { model: Pick<Model, "review" | "isDefault"> }) {
  const t = useTranslations("review");
  const { review, isDefault } = model;
  if (!review) return <span className="text-muted-foreground">{noValue}</span>;
  const { variant, Icon } = looks[review.status];
  return (
    <span className="inline-flex gap-1.5 align-middle">
      <Badge variant={variant}>
        <Icon aria-hidden />
        {t(`status.${review.status}`)}
      </Badge>
      {isDefault && (
        <Badge variant="default">
          <Star aria-hidden />
          {t("default")}
        </Badge>
      )}
    </span>
  );
}
