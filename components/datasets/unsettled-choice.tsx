"use client";

import { useId } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/components/auth/me-context";
import { Checkbox } from "@/components/ui/checkbox";
import type { DatasetPreview } from "@/lib/contracts/datasets";
import type { DraftFieldProps } from "./draft-fields";

/** Whether tiles are taken that people have answered, but not settled; asked only where there are any. */
export function UnsettledChoice({
  draft,
  change,
  preview,
}: DraftFieldProps & { preview: DatasetPreview | undefined }) {
  const t = useTranslations("datasets");
  const mayReview = useMay("label.review");
  const id = useId();
  const isTaken = draft.unsettled === "most";
  const exists = preview?.warnings.some((one) => one.code === "unsettled") ?? false;
  if (!mayReview || !(exists || isTaken)) return null;
  return (
    <div className="flex items-center gap-2">
      <Checkbox
        id={id}
        checked={isTaken}
        onCheckedChange={(next) => change({ unsettled: next === true ? "most" : "leave" })}
      />
      <label htmlFor={id}>{t("builder.unsettledMost")}</label>
    </div>
  );
}
