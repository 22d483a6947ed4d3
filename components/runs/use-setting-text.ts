"use client";

import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { numberText } from "@/components/ui/number-input";
import type { RunConfig } from "@/lib/contracts/run-spec";
import { layersText } from "./layer-numbers";
import { runFields, type SettingPath, settingValue } from "./run-fields";

/** Settings whose values are words of a list, and where the words are. */
const optionGroups: Partial<Record<SettingPath, string>> = {
  pooling: "pooling",
  normalisation: "normalisation",
  method: "method",
  "loss.kind": "lossKind",
  "loss.classWeights": "lossClassWeights",
  schedule: "schedule",
  precision: "precision",
  device: "device",
  "lora.targetModules": "targetModules",
  "lora.init": "loraInit",
  "lora.bias": "loraBias",
  "sharding.kind": "shardingKind",
};

const zeroIsOff: ReadonlySet<SettingPath> = new Set(["earlyStoppingPatience", "gradientClip"]);

/** Own DeepSpeed settings on one line; empty where there are none. */
function ownSettings(settings: object): string {
  return Object.keys(settings).length === 0 ? "" : JSON.stringify(settings);
}

/**
 * Labels, help, units and values of settings in the language on screen. Message keys are made from
 * the table of settings, which the types of use-intl cannot follow; messages.test.ts checks that
 * every one of them exists.
 */
export function useSettingText() {
  const t = useTranslations("runs");
  return useMemo(() => {
    const say = t as unknown as {
      (key: string): string;
      has: (key: string) => boolean;
    };
    const option = (path: SettingPath, value: string) => {
      if (path === "inputSizePx") return say("options.modelSize");
      if (path === "lora.layers") return say("form.allBlocks");
      if (path === "sharding.processes") return say("options.processesAuto");
      const key = `options.${optionGroups[path]}.${value}`;
      return say.has(key) ? say(key) : value;
    };
    const unit = (path: SettingPath) => {
      const key = `fields.${path}.unit`;
      return say.has(key) ? say(key) : undefined;
    };
    const said = (path: SettingPath, found: unknown): string => {
      const shape = runFields.find((field) => field.path === path)?.shape;
      if (found === null) return option(path, "");
      if (typeof found === "boolean") return say(found ? "options.onOff.on" : "options.onOff.off");
      if (Array.isArray(found)) {
        return path === "lora.layers" ? layersText(found.map(Number)) : found.join(", ");
      }
      if (typeof found === "object")
        return ownSettings(found as object) || say("options.generated");
      if (typeof found === "number") {
        if (found === 0 && zeroIsOff.has(path)) return say("options.onOff.off");
        if (path === "learningRate") return found.toExponential();
        if (path === "accumulationSteps") return numberText(found);
        return shape?.kind === "share"
          ? `${numberText(found * 100)} ${unit(path) ?? "%"}`
          : [numberText(found), unit(path)].filter(Boolean).join(" ");
      }
      return optionGroups[path] ? option(path, String(found)) : String(found);
    };
    return {
      label: (path: SettingPath) => say(`fields.${path}.label`),
      help: (path: SettingPath) => say(`fields.${path}.help`),
      /** Of a setting that may be older or newer than this table of settings. */
      labelOf: (path: string) => {
        const key = `fields.${path}.label`;
        return say.has(key) ? say(key) : path;
      },
      unit,
      option,
      value: (config: RunConfig, path: SettingPath) => said(path, settingValue(config, path)),
      said: (path: string, found: unknown) => said(path as SettingPath, found),
    };
  }, [t]);
}
