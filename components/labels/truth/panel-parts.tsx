import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

/** The part of the panel that scrolls, and the row of buttons under it. */
export function PanelBody({ className, ...props }: ComponentProps<"div">) {
  return (
    <div
      className={cn("min-h-0 flex-1 overflow-y-auto overscroll-contain px-3 py-3", className)}
      {...props}
    />
  );
}

export function PanelFooter({ className, ...props }: ComponentProps<"div">) {
  return (
    <div
      className={cn("flex flex-wrap items-center justify-end gap-2 border-t px-3 py-2", className)}
      {...props}
    />
  );
}
