"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useMemo, useRef, useState } from "react";
import { type FieldPath, FormProvider, useForm, useWatch } from "react-hook-form";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { focusInvalid } from "@/components/ui/focus-invalid";
import { apiQuery } from "@/lib/api-client";
import { checkRunConfig } from "@/lib/check-run-config";
import type { Dataset } from "@/lib/contracts/datasets";
import type { Machine } from "@/lib/contracts/environment";
import type { BaseModel } from "@/lib/contracts/models";
import { useIssueTexts } from "@/lib/i18n/use-issue-texts";
import { newUuid } from "@/lib/new-uuid";
import { BaseModelField } from "./base-model-field";
import { DatasetField, NameField } from "./dataset-field";
import { DeepspeedField } from "./deepspeed-field";
import { LaunchPanel, launchInput } from "./launch-panel";
import { LayersField } from "./layers-field";
import { LearningRateField } from "./learning-rate-field";
import { MethodField } from "./method-field";
import { PoolingField } from "./pooling-field";
import { PresetBar } from "./preset-bar";
import { findPreset, presetConfig } from "./presets";
import { runFields, settingPaths } from "./run-fields";
import { type DescribeIssue, issueText, type RunFormValues, runFormResolver } from "./run-form";
import { RunFormSection } from "./run-form-section";
import { ShardingField } from "./sharding-field";
import { TargetModulesField } from "./target-modules-field";

interface NewRunFormProps {
  projectId: string;
  initial: RunFormValues;
  datasets: readonly Dataset[];
  models: readonly BaseModel[];
  machine: Machine | undefined;
  allowed: boolean;
}

/** What the form shows a place for; every other refusal goes to the panel. */
const shownPaths = ["datasetId", "name", ...settingPaths.map((path) => `config.${path}`)];

const percentPaths: ReadonlySet<string> = new Set(
  runFields.filter((field) => field.shape.kind === "share").map((field) => `config.${field.path}`),
);

function useRunForm(
  initial: RunFormValues,
  datasets: readonly Dataset[],
  models: readonly BaseModel[],
) {
  const t = useTranslations("runs");
  const textsOf = useIssueTexts();
  const resolver = useMemo(() => {
    const say: DescribeIssue = (issue) => {
      const text = issueText(issue, percentPaths.has(issue.path.join(".")));
      if (text.key === "other") return text.text;
      return t(`problems.${text.key}`, { limit: "limit" in text ? text.limit : "" });
    };
    return runFormResolver(say, (values) => textsOf(findMisfit(values, datasets, models)).list);
  }, [t, textsOf, datasets, models]);
  return useForm<RunFormValues>({ defaultValues: initial, resolver, mode: "onChange" });
}

/** What the server would throw for these values, as far as it can be known here. */
function findMisfit(
  { datasetId, config }: RunFormValues,
  datasets: readonly Dataset[],
  models: readonly BaseModel[],
): unknown {
  const dataset = datasets.find((one) => one.id === datasetId);
  if (!dataset) return null;
  try {
    checkRunConfig(config, dataset, models.find((one) => one.ref === config.baseModel) ?? null);
    return null;
  } catch (thrown) {
    return thrown;
  }
}

/** Every setting of a run, in sections, with the panel that stays beside them. */
export function NewRunForm({ projectId, initial, ...known }: NewRunFormProps) {
  const t = useTranslations("runs");
  const router = useRouter();
  const textsOf = useIssueTexts();
  const element = useRef<HTMLFormElement>(null);
  // One form is one run, however often it is sent.
  const [launchKey] = useState(newUuid);
  const form = useRunForm(initial, known.datasets, known.models);
  const values = useWatch({ control: form.control }) as RunFormValues;
  const dataset = known.datasets.find((one) => one.id === values.datasetId);
  const model = known.models.find((one) => one.ref === values.config.baseModel);

  const launch = useMutation(
    apiQuery.runs.launch.mutationOptions({
      onSuccess: (run) => {
        toast.success(t("toasts.launched"));
        router.push(`/projects/${projectId}/runs/${run.id}`);
      },
      onError: (error) => {
        for (const { path, text } of textsOf(error).list) {
          form.setError(path as FieldPath<RunFormValues>, { type: "server", message: text });
        }
        focusInvalid(element.current);
      },
    }),
  );
  const submit = form.handleSubmit(
    (valid) => launch.mutate({ ...launchInput(valid), launchKey }),
    () => focusInvalid(element.current),
  );

  return (
    <FormProvider {...form}>
      <form
        ref={element}
        noValidate
        onSubmit={(event: FormEvent) => void submit(event)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void submit();
        }}
        className="flex flex-col gap-5"
      >
        <PresetBar
          chosen={findPreset(values.config, known.machine, model)}
          onChoose={(name) => {
            const { baseModel, seed, device } = form.getValues("config");
            const config = { ...presetConfig(name, known.machine, model), baseModel, seed, device };
            form.setValue("config", config, { shouldDirty: true, shouldValidate: true });
          }}
        />
        <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,1fr)_22rem]">
          <div className="flex flex-col gap-5 rounded-lg border bg-card p-5">
            <Sections
              datasets={known.datasets}
              models={known.models}
              model={model}
              machine={known.machine}
            />
          </div>
          <LaunchPanel
            dataset={dataset}
            model={model}
            machine={known.machine}
            allowed={known.allowed}
            launching={launch.isPending || launch.isSuccess}
            error={textsOf(launch.error).areUnder(shownPaths) ? null : launch.error}
          />
        </div>
      </form>
    </FormProvider>
  );
}

function Sections({
  datasets,
  models,
  model,
  machine,
}: {
  datasets: readonly Dataset[];
  models: readonly BaseModel[];
  model: BaseModel | undefined;
  machine: Machine | undefined;
}) {
  return (
    <>
      <RunFormSection
        name="model"
        custom={{
          baseModel: <BaseModelField models={models} />,
          pooling: <PoolingField model={model} />,
        }}
      />
      <RunFormSection name="data">
        <DatasetField datasets={datasets} />
        <NameField />
      </RunFormSection>
      <RunFormSection
        name="method"
        custom={{
          method: <MethodField />,
          "lora.targetModules": <TargetModulesField model={model} />,
          "lora.layers": <LayersField />,
        }}
      />
      <RunFormSection name="training" custom={{ learningRate: <LearningRateField /> }} />
      <RunFormSection name="hardware" />
      <RunFormSection
        name="sharding"
        custom={{
          "sharding.kind": <ShardingField machine={machine} />,
          "sharding.deepspeed": <DeepspeedField machine={machine} />,
        }}
      />
    </>
  );
}
