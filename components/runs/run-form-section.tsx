"use client";

import { ChevronRight } from "lucide-react";
import { type ReactNode, useState } from "react";
import { get, useFormContext, useWatch } from "react-hook-form";
import { useTranslations } from "use-intl";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/lib/cn";
import { runConfigSchema } from "@/lib/contracts/run-spec";
import { type RunField, runFields, type SectionName, settingDiffers } from "./run-fields";
import type { RunFormValues } from "./run-form";
import { formPath, RunSettingField } from "./run-setting-field";

const usual = runConfigSchema.parse({});

const grid = "grid grid-cols-[repeat(auto-fill,minmax(14.5rem,1fr))] gap-x-5 gap-y-4";

/** One of the sections: its plain settings, those that draw themselves, and the folded rest. */
export function RunFormSection({
  name,
  custom = {},
  children,
}: {
  name: SectionName;
  /** How settings of shape `custom` are drawn, by path. */
  custom?: Record<string, ReactNode>;
  /** Comes before the settings. */
  children?: ReactNode;
}) {
  const t = useTranslations("runs");
  const { formState } = useFormContext<RunFormValues>();
  const config = useWatch<RunFormValues, "config">({ name: "config" });
  const [opened, setOpened] = useState(false);
  const fields = runFields.filter(
    (field) => field.section === name && (field.when?.(config) ?? true),
  );
  const folded = fields.filter((field) => field.advanced);
  const hasError = folded.some((field) => get(formState.errors, formPath(field.path)));
  const open = opened || hasError;
  // Lists and objects are equal by what they hold.
  const changed = folded.filter((field) => settingDiffers([config, usual], field.path)).length;
  const draw = (field: RunField) =>
    field.shape.kind === "custom" ? (
      <Custom key={field.path}>{custom[field.path]}</Custom>
    ) : (
      <RunSettingField key={field.path} field={field} />
    );
  return (
    <section
      aria-labelledby={`section-${name}`}
      className="grid gap-x-6 gap-y-3 border-t pt-5 first:border-t-0 first:pt-0 lg:grid-cols-[7rem_minmax(0,1fr)]"
    >
      <h2 id={`section-${name}`} className="font-semibold text-base">
        {t(`sections.${name}`)}
      </h2>
      <div className="min-w-0">
        <div className={grid}>
          {children}
          {fields.filter((field) => !field.advanced).map(draw)}
        </div>
        {folded.length > 0 && (
          <button
            type="button"
            aria-expanded={open}
            onClick={() => setOpened(!open)}
            className="mt-4 inline-flex items-center gap-1 rounded-sm text-muted-foreground hover:text-foreground"
          >
            <ChevronRight
              className={cn("size-3.5 transition-transform", open && "rotate-90")}
              aria-hidden
            />
            {open ? t("form.advancedOpen") : t("form.advanced")}
            {!open && changed > 0 && (
              <Badge variant="outline">{t("form.changedCount", { count: changed })}</Badge>
            )}
          </button>
        )}
        {open && folded.length > 0 && <div className={cn(grid, "mt-3")}>{folded.map(draw)}</div>}
      </div>
    </section>
  );
}

function Custom({ children }: { children: ReactNode }) {
  return children;
}
