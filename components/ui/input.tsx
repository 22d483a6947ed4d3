import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

export const inputClasses =
  "h-8 w-full min-w-0 rounded-md border border-input bg-card px-2.5 text-base text-foreground transition-colors placeholder:text-muted-foreground/80 hover:border-ring/60 focus-visible:border-ring focus-visible:outline-2 focus-visible:outline-ring/40 focus-visible:outline-offset-0 disabled:cursor-not-allowed disabled:opacity-50 aria-invalid:border-destructive aria-invalid:focus-visible:outline-destructive/40";

export function Input({ className, type = "text", ...props }: ComponentProps<"input">) {
  return <input type={type} className={cn(inputClasses, className)} {...props} />;
}
