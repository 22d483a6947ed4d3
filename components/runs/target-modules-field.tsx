"use client";

import { useFormContext, useWatch } from "react-hook-form";
import { useTranslations } from "use-intl";
import { Badge } from "@/components/ui/badge";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { cn } from "@/lib/cn";
import type { BaseModel } from "@/lib/contracts/models";
import { chosenTargets } from "@/lib/estimate-trainable";
import type { RunFormValues } from "./run-form";
import { useSettingError } from "./run-setting-field";
import { useSettingText } from "./use-setting-text";

const ways = ["auto", "attention", "all-linear", "chosen"] as const;

/** Which Linear layers get an adapter: by a rule, or named one by one from what the model has. */
export function TargetModulesField({ model }: { model: BaseModel | undefined }) {
  const t = useTranslations("runs");
  const text = useSettingText();
  const error = useSettingError("lora.targetModules");
  const { setValue } = useFormContext<RunFormValues>();
  const config = useWatch<RunFormValues, "config">({ name: "config" });
  const value = config.lora.targetModules;
  const isChosen = Array.isArray(value);
  const modules = model?.linearModules ?? [];
  const targets = model ? chosenTargets(config, model) : isChosen ? value : [];
  const set = (next: typeof value) =>
    setValue("config.lora.targetModules", next, { shouldDirty: true, shouldValidate: true });
  const toggle = (name: string) =>
    set(targets.includes(name) ? targets.filter((one) => one !== name) : [...targets, name]);
  return (
    <Field
      className="col-span-full"
      label={text.label("lora.targetModules")}
      help={text.help("lora.targetModules")}
      error={error}
    >
      {(ids) => (
        <div className="flex flex-col items-start gap-2">
          <SegmentedControl
            id={ids.id}
            aria-label={text.label("lora.targetModules")}
            value={isChosen ? "chosen" : value}
            onValueChange={(way) => set(way === "chosen" ? targets : way)}
            segments={ways.map((way) => ({
              value: way,
              label:
                way === "chosen" ? t("form.chooseModules") : text.option("lora.targetModules", way),
            }))}
          />
          {modules.length > 0 ? (
            <fieldset className="flex flex-wrap gap-1" aria-label={t("form.modulesFound")}>
              {modules.map((module) => {
                const used = targets.includes(module.name);
                return (
                  <button
                    key={module.name}
                    type="button"
                    aria-pressed={used}
                    title={t("settings.targetCount", { count: module.count })}
                    onClick={() => toggle(module.name)}
                    className="rounded-sm"
                  >
                    <Badge
                      variant={used ? "default" : "outline"}
                      className={cn("font-mono font-normal", !used && "opacity-75")}
                    >
                      {module.name}
                      <span className="opacity-60">×{module.count}</span>
                    </Badge>
                  </button>
                );
              })}
            </fieldset>
          ) : (
            isChosen && (
              <Input
                aria-label={t("form.chooseModules")}
                className="max-w-md font-mono"
                spellCheck={false}
                placeholder="q_proj v_proj"
                title={t("form.modulesUnknown")}
                defaultValue={value.join(" ")}
                onChange={(event) =>
                  set(event.target.value.split(/[\s,]+/).filter((name) => name !== ""))
                }
              />
            )
          )}
        </div>
      )}
    </Field>
  );
}
