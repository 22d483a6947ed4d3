"use client";

import { LoaderCircle, SquareDashedMousePointer } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import { useTranslations } from "use-intl";
import { Card, CardContent, CardFooter, CardHeader, CardTitle } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { cn } from "@/lib/cn";
import type { DatasetPreview } from "@/lib/contracts/datasets";
import type { Scene } from "@/lib/contracts/scenes";
import { ClassCounts } from "./class-counts";
import { decodePlane, SplitLegend, SplitPictures } from "./split-picture";
import { WarningList } from "./warning-list";

interface PreviewPanelProps {
  preview: DatasetPreview | undefined;
  error: unknown;
  onRetry: () => void;
  /** The choices have changed and the answer to them is on its way. */
  isStale: boolean;
  /** Which choice is missing; there is nothing to work out until it is made. */
  missing: string | undefined;
  scenes: readonly Scene[];
  footer: ReactNode;
}

/** What freezing would give: counts, where the parts lie, and what speaks against it. */
export function PreviewPanel({
  preview,
  error,
  onRetry,
  isStale,
  missing,
  scenes,
  footer,
}: PreviewPanelProps) {
  const t = useTranslations("datasets");
  return (
    <Card className="lg:sticky lg:top-5">
      <CardHeader>
        <CardTitle>{t("result.title")}</CardTitle>
        {preview && (
          <span className="num text-muted-foreground">
            {t("result.tiles", { count: preview.tileCount })}
          </span>
        )}
        {isStale && !missing && (
          <span className="ml-auto flex items-center gap-1.5 text-muted-foreground text-sm">
            <LoaderCircle className="size-3.5 animate-spin" aria-hidden />
            {t("builder.updating")}
          </span>
        )}
      </CardHeader>
      <CardContent
        aria-busy={isStale}
        className={cn("transition-opacity", (isStale || missing) && "opacity-60")}
      >
        {preview && !error ? (
          <PreviewDetails preview={preview} scenes={scenes} />
        ) : missing ? (
          <EmptyState icon={SquareDashedMousePointer} title={missing} />
        ) : error ? (
          <ErrorState error={error} onRetry={onRetry} />
        ) : (
          <Skeleton className="h-80" />
        )}
      </CardContent>
      <CardFooter className="sticky bottom-0 rounded-b-lg bg-card">{footer}</CardFooter>
    </Card>
  );
}

function PreviewDetails({
  preview,
  scenes,
}: {
  preview: DatasetPreview;
  scenes: readonly Scene[];
}) {
  const t = useTranslations("datasets");
  const assignments = useMemo(
    () => preview.assignments.map((one) => ({ ...one, plane: decodePlane(one.plane) })),
    [preview.assignments],
  );
  return (
    <div className="flex flex-col gap-5">
      <ClassCounts classes={preview.classes} counts={preview.counts} />
      <section>
        <h3 className="mb-2 font-medium">{t("result.warnings")}</h3>
        <WarningList preview={preview} />
      </section>
      {assignments.length > 0 && (
        <section>
          <div className="mb-2 flex flex-wrap items-baseline justify-between gap-x-4">
            <h3 className="font-medium">{t("result.picture")}</h3>
            <SplitLegend />
          </div>
          <SplitPictures scenes={scenes} assignments={assignments} />
          <p className="mt-1 text-muted-foreground text-sm">{t("result.unusedNote")}</p>
        </section>
      )}
    </div>
  );
}
