"use client";

import { Play, TriangleAlert } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { DescriptionList } from "@/components/ui/description-list";
import { ErrorNote } from "@/components/ui/error-state";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Tooltip } from "@/components/ui/tooltip";
import type { Dataset } from "@/lib/contracts/datasets";
import type { Machine } from "@/lib/contracts/environment";
import type { BaseModel } from "@/lib/contracts/models";
import type { LaunchRunInput } from "@/lib/contracts/runs";
import { estimateTrainable } from "@/lib/estimate-trainable";
import { useFormat } from "@/lib/i18n/use-format";
import { countSteps, findLaunchWarnings } from "./estimate";
import { RunEstimate } from "./run-estimate";
import type { RunFormValues } from "./run-form";
import { RunInspection } from "./run-inspection";
import { runCurl, runYaml } from "./run-text";
import { useInspection } from "./use-inspection";

/** What is sent for the values of the form: an empty name is left to the server. */
export function launchInput(values: RunFormValues): LaunchRunInput {
  const { name, ...rest } = values;
  return name.trim() === "" ? rest : { name: name.trim(), ...rest };
}

interface LaunchPanelProps {
  dataset: Dataset | undefined;
  model: BaseModel | undefined;
  machine: Machine | undefined;
  allowed: boolean;
  launching: boolean;
  error: unknown;
}

/** Stays beside the form: what this run will be, the same run as text, and Launch. */
export function LaunchPanel({
  dataset,
  model,
  machine,
  allowed,
  launching,
  error,
}: LaunchPanelProps) {
  const t = useTranslations("runs");
  const { formState } = useFormContext<RunFormValues>();
  const values = useWatch<RunFormValues>() as RunFormValues;
  const { config } = values;
  const hasGpu = machine ? machine.gpus.length > 0 : undefined;
  const warnings = findLaunchWarnings(config, dataset, model, hasGpu, machine?.versions.deepspeed);
  const inspection = useInspection(values);
  const errorCount = countErrors(formState.errors);
  return (
    <aside className="flex flex-col gap-4 rounded-lg border bg-card p-4 xl:sticky xl:top-5">
      <h2 className="font-semibold text-base">{t("form.panel")}</h2>
      <Facts config={config} dataset={dataset} model={allowed ? null : model} />
      {allowed && <RunInspection inspection={inspection} />}
      <RunEstimate values={values} />
      {machine && <MachineLine machine={machine} />}
      {warnings.length > 0 && (
        <ul className="flex flex-col gap-1.5">
          {warnings.map((warning) => (
            <li key={warning} className="flex items-start gap-2 text-sm">
              <TriangleAlert className="mt-0.5 size-3.5 shrink-0 text-warning" aria-hidden />
              {t(`launchWarnings.${warning}`)}
            </li>
          ))}
        </ul>
      )}
      <RunText launch={launchInput(values)} />
      <ErrorNote error={error} />
      {errorCount > 0 && (
        <p role="alert" className="text-destructive">
          {t("form.wrongValues", { count: errorCount })}
        </p>
      )}
      {!allowed && <p className="text-muted-foreground">{t("form.notAllowed")}</p>}
      <Tooltip content={t("form.launch")} keys={["Ctrl", "Enter"]}>
        <Button type="submit" size="lg" loading={launching} disabled={!allowed}>
          {!launching && <Play />}
          {t("form.launch")}
        </Button>
      </Tooltip>
    </aside>
  );
}

/** Leaves of the error tree: one per wrong field. */
function countErrors(errors: object): number {
  return Object.values(errors).reduce<number>((sum, error: unknown) => {
    if (typeof error !== "object" || error === null) return sum;
    return sum + ("message" in error && "type" in error ? 1 : countErrors(error));
  }, 0);
}

function Facts({
  config,
  dataset,
  model,
}: {
  config: RunFormValues["config"];
  dataset: Dataset | undefined;
  /** null: what is trained is said elsewhere. */
  model: BaseModel | undefined | null;
}) {
  const t = useTranslations("runs");
  const format = useFormat();
  const trainable = estimateTrainable(config, model ?? undefined);
  const steps =
    dataset && config.batchSize > 0 && config.accumulationSteps > 0
      ? countSteps(config, dataset.counts.train)
      : null;
  const count = (value: number | null | undefined) =>
    value == null || !Number.isFinite(value) ? "–" : format.count(value);
  const parameters =
    trainable.parameters === null ? (
      <span className="text-muted-foreground">{t("form.trainableUnknown")}</span>
    ) : (
      <>
        {format.compact(trainable.parameters)}
        {trainable.share !== null && (
          <span className="ml-1.5 text-muted-foreground">{format.percent(trainable.share)}</span>
        )}
      </>
    );
  const rows: [string, ReactNode][] = model === null ? [] : [[t("form.trainable"), parameters]];
  if (trainable.adaptedLayers > 0) {
    rows.push([t("form.adaptedLayers"), count(trainable.adaptedLayers)]);
  }
  rows.push(
    [t("form.trainTiles"), count(dataset?.counts.train)],
    [t("form.effectiveBatch"), count(config.batchSize * config.accumulationSteps)],
    [t("form.perEpoch"), count(steps?.perEpoch)],
    [t("form.totalSteps"), <strong key="total">{count(steps?.total)}</strong>],
  );
  return (
    <DescriptionList
      className="[&_dd]:text-right"
      items={rows.map(([term, value]) => ({ term, value }))}
    />
  );
}

function MachineLine({ machine }: { machine: Machine }) {
  const t = useTranslations("runs");
  const format = useFormat();
  const gpu = machine.gpus[0];
  return (
    <p className="text-muted-foreground text-sm">
      {gpu
        ? t("form.machineGpu", {
            name: gpu.name,
            free: format.bytes(gpu.freeBytes),
            total: format.bytes(gpu.memoryBytes),
          })
        : t("form.machineCpu", { cores: machine.cpu.cores })}
    </p>
  );
}

function RunText({ launch }: { launch: LaunchRunInput }) {
  const t = useTranslations("runs");
  const [form, setForm] = useState<"yaml" | "command">("yaml");
  const text = form === "yaml" ? runYaml(launch) : runCurl(launch, window.location.origin);
  return (
    <div className="min-w-0">
      <div className="mb-1.5 flex items-center justify-between">
        <SegmentedControl
          size="sm"
          aria-label={t("form.asYaml")}
          value={form}
          onValueChange={setForm}
          segments={[
            { value: "yaml", label: t("form.asYaml") },
            { value: "command", label: t("form.asCommand") },
          ]}
        />
        <CopyButton text={text} />
      </div>
      <pre className="max-h-52 overflow-auto rounded-md border bg-muted/50 p-2.5 font-mono text-xs">
        {text}
      </pre>
      {form === "command" && (
        <p className="mt-1.5 text-muted-foreground text-sm">{t("form.commandHelp")}</p>
      )}
    </div>
  );
}
