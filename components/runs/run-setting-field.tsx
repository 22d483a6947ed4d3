"use client";

import { Controller, type FieldError, type FieldPath, get, useFormContext } from "react-hook-form";
import { useTranslations } from "use-intl";
import { Field, useField } from "@/components/ui/field";
import { NumberInput } from "@/components/ui/number-input";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Switch } from "@/components/ui/switch";
import type { RunField, SettingPath } from "./run-fields";
import type { RunFormValues } from "./run-form";
import { useSettingText } from "./use-setting-text";

/** The place of a setting in the form. */
export function formPath(path: SettingPath): FieldPath<RunFormValues> {
  return `config.${path}` as FieldPath<RunFormValues>;
}

/** What is wrong with a setting; errors may sit deeper, such as in one of several target modules. */
export function useSettingError(path: SettingPath): string | undefined {
  const { formState } = useFormContext<RunFormValues>();
  const error = get(formState.errors, formPath(path)) as FieldError | FieldError[] | undefined;
  if (Array.isArray(error)) return error.find(Boolean)?.message;
  return error?.message;
}

function SettingControl({
  field,
  value,
  onChange,
  onBlur,
}: {
  field: RunField;
  value: unknown;
  onChange: (value: unknown) => void;
  onBlur: () => void;
}) {
  const ids = useField();
  const text = useSettingText();
  const { shape } = field;
  switch (shape.kind) {
    case "switch":
      return <Switch {...ids} checked={value === true} onCheckedChange={onChange} />;
    case "choice":
      return (
        <SegmentedControl
          id={ids.id}
          aria-label={text.label(field.path)}
          value={String(value)}
          onValueChange={onChange}
          segments={shape.options.map((option) => ({
            value: option,
            label: text.option(field.path, option),
          }))}
        />
      );
    case "share":
      return (
        <NumberInput
          {...ids}
          value={typeof value === "number" ? value * 100 : null}
          onValueChange={(percent) =>
            // 100 * 0.07 is not 7: rounded to what people can type.
            onChange(percent === null ? null : Number((percent / 100).toPrecision(12)))
          }
          onBlur={onBlur}
          min={0}
          max={100}
          step={1}
        />
      );
    default:
      return (
        <NumberInput
          {...ids}
          value={typeof value === "number" ? value : null}
          onValueChange={onChange}
          onBlur={onBlur}
          min={0}
          step={shape.kind === "number" ? (shape.step ?? 0.1) : 1}
          placeholder={
            shape.kind === "number" && shape.optional ? text.option(field.path, "") : undefined
          }
        />
      );
  }
}

/** One setting of the table with its label, unit, help and error. */
export function RunSettingField({ field }: { field: RunField }) {
  const { control } = useFormContext<RunFormValues>();
  const text = useSettingText();
  const error = useSettingError(field.path);
  const t = useTranslations("runs");
  const inline = field.shape.kind === "switch";
  return (
    <Field
      label={text.label(field.path)}
      unit={text.unit(field.path)}
      help={text.help(field.path)}
      error={error}
      inline={inline}
      action={field.path === "seed" ? <NewSeed label={t("form.newSeed")} /> : undefined}
    >
      <Controller
        control={control}
        name={formPath(field.path)}
        render={({ field: bound }) => (
          <SettingControl
            field={field}
            value={bound.value}
            onChange={bound.onChange}
            onBlur={bound.onBlur}
          />
        )}
      />
    </Field>
  );
}

function NewSeed({ label }: { label: string }) {
  const { setValue } = useFormContext<RunFormValues>();
  return (
    <button
      type="button"
      className="text-primary text-sm hover:underline"
      onClick={() =>
        setValue("config.seed", Math.floor(Math.random() * 1e6), {
          shouldDirty: true,
          shouldValidate: true,
        })
      }
    >
      {label}
    </button>
  );
}
