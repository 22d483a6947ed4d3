"use client";

import { RotateCw, TriangleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import { cn } from "@/lib/cn";
import { useProblemText } from "@/lib/i18n/use-problem-text";
import { Button } from "./button";
import { InlineCode } from "./inline-code";

/** What went wrong, why, what to do, and a retry. */
export function ErrorState({
  error,
  onRetry,
  retrying = false,
  className,
}: {
  error: unknown;
  onRetry?: () => void;
  retrying?: boolean;
  className?: string;
}) {
  const t = useTranslations("common");
  const { title, message, hint } = useProblemText()(error);
  return (
    <div
      role="alert"
      className={cn("flex items-start gap-3 rounded-lg border bg-card px-4 py-3.5", className)}
    >
      <TriangleAlert className="mt-0.5 size-4 shrink-0 text-destructive" aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{title}</p>
        {message && <p className="break-words text-muted-foreground">{message}</p>}
        {hint && (
          <p className="mt-1 break-words text-muted-foreground">
            <InlineCode text={hint} />
          </p>
        )}
      </div>
      {onRetry && (
        <Button variant="outline" size="sm" onClick={onRetry} loading={retrying}>
          {!retrying && <RotateCw />}
          {t("retry")}
        </Button>
      )}
    </div>
  );
}

/** The same inside a form or dialog: two quiet lines, no frame. */
export function ErrorNote({ error, className }: { error: unknown; className?: string }) {
  const { title, message, hint } = useProblemText()(error);
  if (!error) return null;
  return (
    <div role="alert" className={cn("flex items-start gap-2 text-destructive", className)}>
      <TriangleAlert className="mt-0.5 size-3.5 shrink-0" aria-hidden />
      <p className="min-w-0 break-words">
        {message || title} {hint && <span className="text-muted-foreground">{hint}</span>}
      </p>
    </div>
  );
}
