"use client";

import { CircleCheck, OctagonAlert, TriangleAlert } from "lucide-react";
import { useLocale, useTranslations } from "use-intl";
import type { DatasetPreview } from "@/lib/contracts/datasets";
import { splitNames } from "./split-colours";

type Warning = DatasetPreview["warnings"][number];

/** A warning in the language on screen. The server's own sentence, in English, says the most. */
export function useWarningText(preview: DatasetPreview): (warning: Warning) => string {
  const t = useTranslations("datasets");
  const locale = useLocale();
  return (warning) => {
    if (locale === "en") return warning.message;
    const about = preview.classes.find((one) => one.id === warning.classId);
    const counts = about?.counts ?? preview.counts;
    const parts = splitNames
      .filter((name) => counts[name] === 0)
      .map((name) => t(`part.${name}`))
      .join("、");
    if (warning.code === "class_missing_in_split" && !about) {
      return t("warning.class_missing_in_split_all", { parts });
    }
    return t(`warning.${warning.code}`, {
      name: about?.name ?? "",
      parts,
      count: counts.train + counts.val + counts.test,
    });
  };
}

/** What to look at before freezing; what must be solved comes first. */
export function WarningList({ preview }: { preview: DatasetPreview }) {
  const t = useTranslations("datasets");
  const textOf = useWarningText(preview);
  if (preview.warnings.length === 0) {
    return (
      <p className="flex items-center gap-2 text-muted-foreground">
        <CircleCheck className="size-4 text-success" aria-hidden />
        {t("result.fine")}
      </p>
    );
  }
  const sorted = preview.warnings.toSorted(
    (a, b) => Number(b.severity === "blocking") - Number(a.severity === "blocking"),
  );
  return (
    <ul className="flex flex-col gap-2">
      {sorted.map((warning) => {
        const blocking = warning.severity === "blocking";
        const Icon = blocking ? OctagonAlert : TriangleAlert;
        return (
          <li key={`${warning.code}${warning.classId}${warning.message}`} className="flex gap-2">
            <Icon
              aria-hidden
              className={`mt-0.5 size-4 shrink-0 ${blocking ? "text-destructive" : "text-warning"}`}
            />
            <span className="min-w-0">
              {textOf(warning)}
              {blocking && (
                <span className="ml-1.5 text-destructive text-sm">{t("result.blocking")}</span>
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
