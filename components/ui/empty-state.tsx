import type { ComponentType, ReactNode } from "react";
import { cn } from "@/lib/cn";

/** What a list shows when it is empty: what will be here, and what to do first. */
export function EmptyState({
  icon: Icon,
  title,
  description,
  children,
  className,
}: {
  icon?: ComponentType<{ className?: string }>;
  title: ReactNode;
  description?: ReactNode;
  /** The first actions, as buttons. */
  children?: ReactNode;
  className?: string;
}) {
  return (
    <div
      className={cn(
        "flex flex-col items-center justify-center gap-1 rounded-lg border border-dashed px-6 py-10 text-center",
        className,
      )}
    >
      {Icon && <Icon className="mb-2 size-7 text-muted-foreground/70" aria-hidden />}
      <p className="font-medium">{title}</p>
      {description && <p className="max-w-md text-balance text-muted-foreground">{description}</p>}
      {children && (
        <div className="mt-3 flex flex-wrap items-center justify-center gap-2">{children}</div>
      )}
    </div>
  );
}
