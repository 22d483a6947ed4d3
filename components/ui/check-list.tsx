"use client";

import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Checkbox } from "./checkbox";

/** A titled list of things to choose from, with "all" and "none". */
export function CheckList<One extends { id: string }>({
  title,
  items,
  chosen,
  error,
  onChange,
  children,
}: {
  title: string;
  items: readonly One[];
  /** Ids. */
  chosen: readonly string[];
  error?: string;
  /** Gets the chosen ids in the order of the items. */
  onChange: (ids: string[]) => void;
  /** What a line shows behind its box. */
  children: (one: One) => ReactNode;
}) {
  const t = useTranslations("common");
  const quiet = "rounded-sm text-primary text-sm hover:underline";
  const toggle = (id: string) => {
    const isWanted = (one: string) => (one === id ? !chosen.includes(id) : chosen.includes(one));
    onChange(items.map((one) => one.id).filter(isWanted));
  };
  return (
    <fieldset data-invalid={error ? "" : undefined}>
      <legend className="sr-only">{title}</legend>
      <div className="mb-1.5 flex items-baseline gap-2">
        <span aria-hidden className="font-medium">
          {title}
        </span>
        <span className="num text-muted-foreground text-sm">
          {`${chosen.length} / ${items.length}`}
        </span>
        <span className="ml-auto flex gap-3">
          <button
            type="button"
            className={quiet}
            onClick={() => onChange(items.map((one) => one.id))}
          >
            {t("chooseAll")}
          </button>
          <button type="button" className={quiet} onClick={() => onChange([])}>
            {t("chooseNone")}
          </button>
        </span>
      </div>
      <div className="max-h-56 divide-y overflow-y-auto rounded-md border bg-card">
        {items.map((one) => (
          <label
            key={one.id}
            htmlFor={`choose-${one.id}`}
            className="flex items-center gap-2.5 px-2.5 py-1.5 hover:bg-muted/60"
          >
            <Checkbox
              id={`choose-${one.id}`}
              checked={chosen.includes(one.id)}
              onCheckedChange={() => toggle(one.id)}
            />
            {children(one)}
          </label>
        ))}
      </div>
      {error && (
        <p role="alert" className="mt-1.5 text-destructive text-sm">
          {error}
        </p>
      )}
    </fieldset>
  );
}
