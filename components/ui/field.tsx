"use client";

import { createContext, type ReactNode, use, useId } from "react";
import { cn } from "@/lib/cn";
import { Label } from "./label";

interface FieldIds {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
}

const FieldContext = createContext<FieldIds | null>(null);

/** The ids of the surrounding Field, to spread on its control: `<Input {...useField()} />`. */
export function useField(): Partial<FieldIds> {
  return use(FieldContext) ?? {};
}

export interface FieldProps {
  label: ReactNode;
  /** One quiet sentence below the control. */
  help?: ReactNode;
  /** What is wrong; takes the place of the help text and is announced. */
  error?: ReactNode;
  /** Shown after the label, such as px or %. */
  unit?: ReactNode;
  /** Shown at the far end of the label's row. */
  action?: ReactNode;
  required?: boolean;
  /** label beside the control instead of above it. */
  inline?: boolean;
  className?: string;
  /** The control; a function gets the ids to spread on it. */
  children: ReactNode | ((ids: FieldIds) => ReactNode);
}

/** A form control with its label, help, unit and error, wired for screen readers. */
export function Field({
  label,
  help,
  error,
  unit,
  action,
  required = false,
  inline = false,
  className,
  children,
}: FieldProps) {
  const id = useId();
  const note = error ?? help;
  const ids: FieldIds = {
    id,
    "aria-describedby": note ? `${id}-note` : undefined,
    "aria-invalid": error ? true : undefined,
  };
  return (
    <FieldContext value={ids}>
      <div
        data-invalid={error ? "" : undefined}
        className={cn(
          inline
            ? "grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1"
            : "flex flex-col gap-1.5",
          className,
        )}
      >
        <div className="flex min-h-4 items-center gap-1.5">
          <Label htmlFor={id}>
            {label}
            {required && (
              <span aria-hidden className="ml-0.5 text-muted-foreground">
                *
              </span>
            )}
          </Label>
          {unit && <span className="text-muted-foreground text-sm leading-none">{unit}</span>}
          {action && <div className="ml-auto">{action}</div>}
        </div>
        {typeof children === "function" ? children(ids) : children}
        {note && (
          <p
            id={`${id}-note`}
            role={error ? "alert" : undefined}
            className={cn(
              "text-sm",
              inline && "col-span-2",
              error ? "text-destructive" : "text-muted-foreground",
            )}
          >
            {note}
          </p>
        )}
      </div>
    </FieldContext>
  );
}
