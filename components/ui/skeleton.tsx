import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

/** Holds the place of something that is being read, in its final size. */
export function Skeleton({ className, ...props }: ComponentProps<"div">) {
  return (
    <div
      aria-hidden
      className={cn("animate-pulse rounded-md bg-muted-foreground/12", className)}
      {...props}
    />
  );
}
