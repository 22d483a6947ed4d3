"use client";

import { useState } from "react";
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
import { useInspection } from "./use-inspection";
import { useSettingText } from "./use-setting-text";

const ways = ["auto", "attention", "all-linear", "chosen"] as const;

/** Which Linear layers get an adapter: by a rule, or by names and patterns. */
export function TargetModulesField({ model }: { model: BaseModel | undefined }) {
  const t = useTranslations("runs");
  const text = useSettingText();
  const error = useSettingError("lora.targetModules");
  const { setValue } = useFormContext<RunFormValues>();
  const values = useWatch<RunFormValues>() as RunFormValues;
  const value = values.config.lora.targetModules;
  const isChosen = Array.isArray(value);
  const used = useUsedEndings(values, model);
  const set = (next: typeof value) =>
    setValue("config.lora.targetModules", next, { shouldDirty: true, shouldValidate: true });
  const toggle = (name: string) => {
    const before = isChosen ? value : used;
    set(before.includes(name) ? before.filter((one) => one !== name) : [...before, name]);
  };
  return (
    <Field
      className="col-span-full"
      label={text.label("lora.targetModules")}
      help={isChosen ? t("form.modulePatternHelp") : text.help("lora.targetModules")}
      error={error}
    >
      {(ids) => (
        <div className="flex flex-col items-start gap-2">
          <SegmentedControl
            id={ids.id}
            aria-label={text.label("lora.targetModules")}
            value={isChosen ? "chosen" : value}
            onValueChange={(way) => set(way === "chosen" ? used : way)}
            segments={ways.map((way) => ({
              value: way,
              label:
                way === "chosen" ? t("form.chooseModules") : text.option("lora.targetModules", way),
            }))}
          />
          <Endings model={model} used={used} onToggle={toggle} />
          {isChosen && <Names names={value} onChange={set} />}
        </div>
      )}
    </Field>
  );
}

/** Ends of the names of the layers in use: as found in the model, or as far as is known before. */
function useUsedEndings(values: RunFormValues, model: BaseModel | undefined): string[] {
  const { found, isCurrent } = useInspection(values);
  const value = values.config.lora.targetModules;
  if (Array.isArray(value)) return value;
  if (found && isCurrent) {
    return [...new Set(found.modules.map(({ name }) => name.split(".").at(-1) ?? name))];
  }
  return model ? chosenTargets(values.config, model) : [];
}

function Endings({
  model,
  used,
  onToggle,
}: {
  model: BaseModel | undefined;
  used: readonly string[];
  onToggle: (name: string) => void;
}) {
  const t = useTranslations("runs");
  if (!model || model.linearModules.length === 0) return null;
  return (
    <fieldset className="flex flex-wrap gap-1" aria-label={t("form.modulesFound")}>
      {model.linearModules.map((module) => {
        const isUsed = used.includes(module.name);
        return (
          <button
            key={module.name}
            type="button"
            aria-pressed={isUsed}
            title={t("settings.targetCount", { count: module.count })}
            onClick={() => onToggle(module.name)}
            className="rounded-sm"
          >
            <Badge
              variant={isUsed ? "default" : "outline"}
              className={cn("font-mono font-normal", !isUsed && "opacity-75")}
            >
              {module.name}
              <span className="opacity-60">×{module.count}</span>
            </Badge>
          </button>
        );
      })}
    </fieldset>
  );
}

/** The same list as text, for patterns and for models that were not looked at. */
function Names({
  names,
  onChange,
}: {
  names: readonly string[];
  onChange: (names: string[]) => void;
}) {
  const t = useTranslations("runs");
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <Input
      aria-label={t("form.modulePattern")}
      className="max-w-md font-mono"
      spellCheck={false}
      placeholder="q_proj v_proj"
      value={typed ?? names.join(" ")}
      onChange={(event) => {
        setTyped(event.target.value);
        onChange(event.target.value.split(/[\s,]+/).filter((name) => name !== ""));
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
