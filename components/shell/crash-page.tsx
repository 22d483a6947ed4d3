"use client";

import { RotateCw, TriangleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";

/** Shown in place of a page that threw while it was drawn. */
export function CrashPage({ onRetry }: { onRetry: () => void }) {
  const t = useTranslations("common");
  return (
    <div
      role="alert"
      className="flex min-h-[70vh] flex-col items-center justify-center gap-1 p-8 text-center"
    >
      <TriangleAlert className="mb-2 size-8 text-destructive" aria-hidden />
      <h1 className="font-semibold text-lg">{t("crash.title")}</h1>
      <p className="max-w-md text-balance text-muted-foreground">{t("crash.description")}</p>
      <Button variant="outline" className="mt-4" onClick={onRetry}>
        <RotateCw />
        {t("retry")}
      </Button>
    </div>
  );
}
