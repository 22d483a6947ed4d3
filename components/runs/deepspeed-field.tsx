"use client";

import { useState } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import type { Machine } from "@/lib/contracts/environment";
import { deepspeedSettingsSchema } from "@/lib/contracts/sharding";
import { findOwn, generateDeepspeed, layOver } from "@/lib/deepspeed-config";
import type { RunFormValues } from "./run-form";
import { useSettingError } from "./run-setting-field";
import { useSettingText } from "./use-setting-text";

/**
 * The DeepSpeed configuration as the trainer will make it, to be read and edited. Only what differs
 * from what is generated is kept, so that the rest goes on following the form.
 */
export function DeepspeedField({ machine }: { machine: Machine | undefined }) {
  const t = useTranslations("runs");
  const text = useSettingText();
  const error = useSettingError("sharding.deepspeed");
  const { setValue } = useFormContext<RunFormValues>();
  const config = useWatch<RunFormValues, "config">({ name: "config" });
  const [typed, setTyped] = useState<string | null>(null);
  const processes = config.sharding.processes ?? Math.max(1, machine?.gpus.length ?? 0);
  const generated = generateDeepspeed(config, processes);
  const shown = JSON.stringify(layOver(generated, config.sharding.deepspeed), null, 2);
  const isOwn = Object.keys(config.sharding.deepspeed).length > 0;
  const set = (settings: object) =>
    setValue("config.sharding.deepspeed", deepspeedSettingsSchema.parse(settings), {
      shouldDirty: true,
      shouldValidate: true,
    });
  const type = (next: string) => {
    setTyped(next);
    const edited = parseObject(next);
    if (edited) set(findOwn(generated, edited));
  };
  const isBroken = typed !== null && parseObject(typed) === null;
  return (
    <Field
      className="col-span-full"
      label={text.label("sharding.deepspeed")}
      help={text.help("sharding.deepspeed")}
      error={isBroken ? t("form.deepspeedNotJson") : error}
      action={
        <span className="flex items-center gap-1">
          {(isOwn || isBroken) && (
            <Button
              type="button"
              variant="ghost"
              size="sm"
              onClick={() => {
                setTyped(null);
                set({});
              }}
            >
              {t("form.deepspeedReset")}
            </Button>
          )}
          <CopyButton text={shown} />
        </span>
      }
    >
      {(ids) => (
        <Textarea
          {...ids}
          rows={14}
          spellCheck={false}
          className="font-mono text-xs"
          value={typed ?? shown}
          onChange={(event) => type(event.target.value)}
          onBlur={() => {
            if (!isBroken) setTyped(null);
          }}
        />
      )}
    </Field>
  );
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const parsed = deepspeedSettingsSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
