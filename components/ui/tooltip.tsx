"use client";

import { Tooltip as TooltipPrimitive } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/lib/cn";

export const TooltipProvider = TooltipPrimitive.Provider;

export function TooltipContent({
  className,
  sideOffset = 6,
  ...props
}: ComponentProps<typeof TooltipPrimitive.Content>) {
  return (
    <TooltipPrimitive.Portal>
      <TooltipPrimitive.Content
        sideOffset={sideOffset}
        collisionPadding={8}
        className={cn(
          "pointer-events-none z-60 flex max-w-72 items-center gap-2 rounded-md bg-foreground px-2 py-1 text-background text-sm shadow-md data-[state=delayed-open]:fade-in-0 data-[state=delayed-open]:animate-in data-[state=delayed-open]:duration-100",
          className,
        )}
        {...props}
      />
    </TooltipPrimitive.Portal>
  );
}

/** Explains its only child on hover and focus; `keys` shows the shortcut: `keys={["Ctrl", "K"]}`. */
export function Tooltip({
  content,
  keys,
  side,
  children,
}: {
  content: ReactNode;
  keys?: string | readonly string[];
  side?: "top" | "right" | "bottom" | "left";
  children: ReactNode;
}) {
  if (!content && !keys) return children;
  const shown = keys === undefined ? [] : typeof keys === "string" ? [keys] : keys;
  return (
    <TooltipPrimitive.Root>
      <TooltipPrimitive.Trigger asChild>{children}</TooltipPrimitive.Trigger>
      <TooltipContent side={side}>
        <span>{content}</span>
        {shown.length > 0 && (
          <span className="flex gap-0.5">
            {shown.map((key) => (
              <kbd
                key={key}
                className="inline-flex h-4 min-w-4 items-center justify-center rounded-sm bg-background/20 px-1 font-sans text-xs"
              >
                {key}
              </kbd>
            ))}
          </span>
        )}
      </TooltipContent>
    </TooltipPrimitive.Root>
  );
}
