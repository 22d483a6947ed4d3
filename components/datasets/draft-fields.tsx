"use client";

import { useTranslations } from "use-intl";
import { CheckList } from "@/components/ui/check-list";
import { Field } from "@/components/ui/field";
import { NumberInput } from "@/components/ui/number-input";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { cn } from "@/lib/cn";
import type { Scene } from "@/lib/contracts/scenes";
import { useFormat } from "@/lib/i18n/use-format";
import type { PlanDraft } from "./plan-draft";

export interface DraftFieldProps {
  draft: PlanDraft;
  change: (change: Partial<PlanDraft>) => void;
  /** What is wrong with this choice. */
  error?: string;
}

export function SceneChoice({
  draft,
  change,
  error,
  scenes,
}: DraftFieldProps & { scenes: readonly Scene[] }) {
  const t = useTranslations("datasets");
  const format = useFormat();
  return (
    <CheckList
      title={t("builder.scenes")}
      items={scenes}
      chosen={draft.sceneIds}
      error={error}
      onChange={(sceneIds) => change({ sceneIds })}
    >
      {(scene) => (
        <>
          <span className="min-w-0 flex-1 truncate">{scene.name}</span>
          <span
            className={cn(
              "num text-muted-foreground text-sm",
              scene.labelledCount === 0 && "text-warning",
            )}
          >
            {t("builder.labelledOf", {
              labelled: format.count(scene.labelledCount),
              total: format.count(scene.tileCount),
            })}
          </span>
        </>
      )}
    </CheckList>
  );
}

export function RangeChoice({
  draft,
  change,
  error,
  scenes,
}: DraftFieldProps & { scenes: readonly Scene[] }) {
  const t = useTranslations("datasets");
  const { range } = draft;
  // 8-bit imagery is taken as it is; percentiles are for what has no natural range.
  const eightBit = scenes.find((scene) => draft.sceneIds.includes(scene.id))?.dtype === "uint8";
  return (
    <div className="flex flex-col gap-3">
      <Field label={t("builder.range")} help={t("builder.rangeHelp")} error={error}>
        <SegmentedControl
          aria-label={t("builder.range")}
          value={range.kind}
          onValueChange={(kind) => change({ range: { ...range, kind } })}
          segments={[
            {
              value: "percentiles",
              label: t(eightBit ? "builder.rangeEightBit" : "builder.rangePercentiles"),
            },
            { value: "fixed", label: t("builder.rangeFixed") },
          ]}
        />
      </Field>
      {range.kind === "fixed" && (
        <div className="grid grid-cols-2 gap-3">
          {(["low", "high"] as const).map((end) => (
            <Field key={end} label={t(`builder.${end}`)}>
              {(ids) => (
                <NumberInput
                  {...ids}
                  value={range[end]}
                  step={100}
                  onValueChange={(value) => change({ range: { ...range, [end]: value } })}
                />
              )}
            </Field>
          ))}
        </div>
      )}
    </div>
  );
}
