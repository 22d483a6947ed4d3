"use client";

import { Controller, useFormContext, useWatch } from "react-hook-form";
import { useTranslations } from "use-intl";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";
import type { Dataset } from "@/lib/contracts/datasets";
import { useFormat } from "@/lib/i18n/use-format";
import type { RunFormValues } from "./run-form";

export function DatasetField({ datasets }: { datasets: readonly Dataset[] }) {
  const t = useTranslations("runs");
  const format = useFormat();
  const { control, formState } = useFormContext<RunFormValues>();
  const chosen = useWatch<RunFormValues, "datasetId">({ name: "datasetId" });
  const dataset = datasets.find((one) => one.id === chosen);
  const isOffered = (one: Dataset) => !one.archived || one.id === chosen;
  return (
    <Field
      label={t("fields.dataset.label")}
      help={
        dataset
          ? t("form.datasetFacts", {
              tiles: format.count(dataset.counts.train),
              classes: dataset.classes.length,
              bands: dataset.recipe.bands.length,
            })
          : t("fields.dataset.help")
      }
      error={formState.errors.datasetId?.message}
    >
      {(ids) => (
        <Controller
          control={control}
          name="datasetId"
          render={({ field }) => (
            <Select value={field.value} onValueChange={field.onChange}>
              <SelectTrigger {...ids}>
                <SelectValue placeholder={t("form.chooseDataset")} />
              </SelectTrigger>
              <SelectContent>
                {datasets.filter(isOffered).map((one) => (
                  <SelectItem key={one.id} value={one.id}>
                    {one.name} · v{one.version}
                  </SelectItem>
                ))}
              </SelectContent>
            </Select>
          )}
        />
      )}
    </Field>
  );
}

export function NameField() {
  const t = useTranslations("runs");
  const { register, formState } = useFormContext<RunFormValues>();
  return (
    <Field
      label={t("fields.name.label")}
      help={t("fields.name.help")}
      error={formState.errors.name?.message}
    >
      {(ids) => <Input {...ids} maxLength={120} autoComplete="off" {...register("name")} />}
    </Field>
  );
}
