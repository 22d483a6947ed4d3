"use client";

import { type ComponentProps, useState } from "react";
import { cn } from "@/lib/cn";
import { inputClasses } from "./input";

/** Reads 12, 1.5, 1e-4 and 1,5; null is an empty field, undefined is not a number. */
export function parseNumber(text: string): number | null | undefined {
  const trimmed = text.trim().replace(/^(-?\d*),(\d+)$/, "$1.$2");
  if (trimmed === "") return null;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : undefined;
}

function clamp(value: number, min?: number, max?: number): number {
  return Math.min(
    max ?? Number.POSITIVE_INFINITY,
    Math.max(min ?? Number.NEGATIVE_INFINITY, value),
  );
}

/** Plain text for a number, without the tails of binary fractions. */
export function numberText(value: number | null): string {
  if (value === null || Number.isNaN(value)) return "";
  if (value !== 0 && Math.abs(value) < 1e-3) {
    return value.toExponential().replace(/e([+-])(\d)$/, "e$1$2");
  }
  return String(Number.parseFloat(value.toPrecision(12)));
}

export interface NumberInputProps
  extends Omit<
    ComponentProps<"input">,
    "value" | "defaultValue" | "onChange" | "type" | "min" | "max" | "step"
  > {
  value: number | null;
  /** NaN tells a form that the text is not a number. */
  onValueChange: (value: number | null) => void;
  min?: number;
  max?: number;
  /** Arrow keys move by this; ten times with Shift. */
  step?: number;
  /** Shown inside, at the end, such as px. */
  unit?: string;
}

/** A number that keeps what is being typed, with the arrow keys to move it. */
export function NumberInput({
  value,
  onValueChange,
  min,
  max,
  step = 1,
  unit,
  className,
  onBlur,
  ...props
}: NumberInputProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const shown = draft ?? numberText(value);
  return (
    <div className={cn("relative", className)}>
      <input
        type="text"
        inputMode="decimal"
        autoComplete="off"
        className={cn(inputClasses, "num", unit && "pr-10")}
        value={shown}
        onChange={(event) => {
          setDraft(event.target.value);
          const parsed = parseNumber(event.target.value);
          onValueChange(parsed === undefined ? Number.NaN : parsed);
        }}
        onKeyDown={(event) => {
          if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
          event.preventDefault();
          const by = step * (event.shiftKey ? 10 : 1) * (event.key === "ArrowUp" ? 1 : -1);
          setDraft(null);
          onValueChange(Number.parseFloat(clamp((value || 0) + by, min, max).toPrecision(12)));
        }}
        onBlur={(event) => {
          // What is not a number stays on screen beside its error.
          if (parseNumber(shown) !== undefined) setDraft(null);
          onBlur?.(event);
        }}
        {...props}
      />
      {unit && (
        <span className="pointer-events-none absolute inset-y-0 right-2.5 flex items-center text-muted-foreground text-sm">
          {unit}
        </span>
      )}
    </div>
  );
}
