import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

/** Title of a page, a line about it, and what can be done here. */
export function PageHeader({
  title,
  description,
  badges,
  breadcrumbs,
  actions,
  className,
}: {
  title: ReactNode;
  description?: ReactNode;
  badges?: ReactNode;
  breadcrumbs?: ReactNode;
  actions?: ReactNode;
  className?: string;
}) {
  return (
    <header className={cn("flex flex-wrap items-start gap-x-4 gap-y-2", className)}>
      <div className="min-w-0 flex-1">
        {breadcrumbs}
        <div className="flex flex-wrap items-center gap-2">
          <h1 className="min-w-0 truncate font-semibold text-xl">{title}</h1>
          {badges}
        </div>
        {description && <p className="mt-0.5 max-w-3xl text-muted-foreground">{description}</p>}
      </div>
      {actions && <div className="flex shrink-0 flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}

/** The padded, centred body that every page but the map uses. */
export function PageBody({
  className,
  width = "default",
  children,
}: {
  className?: string;
  width?: "narrow" | "default" | "full";
  children: ReactNode;
}) {
  return (
    <div
      className={cn(
        "mx-auto flex w-full flex-col gap-5 px-6 py-5",
        width === "narrow" && "max-w-3xl",
        width === "default" && "max-w-[90rem]",
        className,
      )}
    >
      {children}
    </div>
  );
}
