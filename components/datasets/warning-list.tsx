"use client";

import { CircleCheck, OctagonAlert, TriangleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import type { DatasetPreview } from "@/lib/contracts/datasets";
import { useSaid } from "@/lib/i18n/use-said";

/** What to look at before freezing; what must be solved comes first. */
export function WarningList({ preview }: { preview: DatasetPreview }) {
  const t = useTranslations("datasets");
  const said = useSaid();
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
              {said(warning).message}
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
