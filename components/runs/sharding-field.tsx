"use client";

import { useFormContext, useWatch } from "react-hook-form";
import { useTranslations } from "use-intl";
import { Field } from "@/components/ui/field";
import { SegmentedControl } from "@/components/ui/segmented-control";
import type { Machine } from "@/lib/contracts/environment";
import { type ShardingKind, shardingKindSchema, zeroStages } from "@/lib/contracts/sharding";
import type { RunFormValues } from "./run-form";
import { useSettingError } from "./run-setting-field";
import { useSettingText } from "./use-setting-text";

/** How a run is divided, and in plain words what the chosen way is for. */
export function ShardingField({ machine }: { machine: Machine | undefined }) {
  const t = useTranslations("runs");
  const text = useSettingText();
  const error = useSettingError("sharding.kind");
  const { setValue } = useFormContext<RunFormValues>();
  const kind = useWatch<RunFormValues, "config.sharding.kind">({ name: "config.sharding.kind" });
  const isAbsent = zeroStages[kind] !== undefined && machine?.versions.deepspeed === null;
  const choose = (next: ShardingKind) => {
    setValue("config.sharding.kind", next, { shouldDirty: true, shouldValidate: true });
    // What has no effect any more is not kept for later: the run would be called another one.
    const options = { shouldDirty: true, shouldValidate: true };
    if (zeroStages[next] === undefined) {
      setValue("config.sharding.offloadOptimizer", false, options);
      setValue("config.sharding.deepspeed", {}, options);
    }
    if (next !== "zero3" && next !== "fsdp2") {
      setValue("config.sharding.offloadParameters", false, options);
    }
    if (next === "none") setValue("config.sharding.processes", null, options);
  };
  return (
    <Field
      className="col-span-full"
      label={text.label("sharding.kind")}
      help={text.help("sharding.kind")}
      error={error}
    >
      {(ids) => (
        <div className="flex flex-col items-start gap-2">
          <SegmentedControl
            id={ids.id}
            aria-label={text.label("sharding.kind")}
            value={kind}
            onValueChange={choose}
            segments={shardingKindSchema.options.map((one) => ({
              value: one,
              label: text.option("sharding.kind", one),
            }))}
          />
          <p className="text-muted-foreground text-sm" aria-live="polite">
            {t(`form.shardingText.${kind}`)}
            {isAbsent && <span className="block text-warning">{t("form.deepspeedAbsent")}</span>}
          </p>
        </div>
      )}
    </Field>
  );
}
