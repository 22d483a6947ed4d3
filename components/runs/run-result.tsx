"use client";

import { Gauge } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { ConfusionMatrix, type MatrixCell } from "@/components/charts/confusion-matrix";
import { noValue } from "@/components/charts/format";
import { Card, CardAction, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Stat } from "@/components/ui/stat";
import type { Run } from "@/lib/contracts/runs";
import type { Evaluation } from "@/lib/contracts/trainer-events";
import { useFormat } from "@/lib/i18n/use-format";
import { hasEnded } from "@/lib/run-status";
import { ClassScores, type NamedClass } from "./class-scores";
import { ModelFiles } from "./model-files";
import { runDurationMs } from "./run-duration";

/** What a finished run measured: the figures, every class, the mistakes, the files. */
export function RunResult({ run, classes }: { run: Run; classes: readonly NamedClass[] }) {
  const t = useTranslations("runs");
  const evaluations = run.result?.evaluations ?? [];
  const splits = evaluations.map((one) => one.split);
  const [chosen, setChosen] = useState<Evaluation["split"] | null>(null);
  // The test part is what nothing was chosen by; it is the figure to believe where there is one.
  const split = chosen ?? (splits.includes("test") ? "test" : splits[0]);
  const evaluation = evaluations.find((one) => one.split === split);
  if (!run.result || !evaluation) {
    return (
      <EmptyState
        icon={Gauge}
        title={hasEnded(run.status) ? t("result.noneEnded") : t("result.none")}
      />
    );
  }
  return (
    <div className="flex flex-col gap-5">
      {evaluations.length > 1 && (
        <SegmentedControl
          value={evaluation.split}
          onValueChange={setChosen}
          segments={evaluations.map((one) => ({
            value: one.split,
            label: t(`splitTitle.${one.split}`),
          }))}
        />
      )}
      <Figures
        result={run.result}
        durationMs={runDurationMs(run, 0) ?? run.result.durationMs}
        evaluation={evaluation}
      />
      <div className="grid items-start gap-5 xl:grid-cols-2">
        <Card>
          <CardHeader>
            <CardTitle>{t("result.perClass")}</CardTitle>
          </CardHeader>
          <CardContent>
            <ClassScores evaluation={evaluation} classes={classes} />
          </CardContent>
        </Card>
        <ConfusionCard evaluation={evaluation} classes={classes} />
      </div>
      <ModelFiles manifest={run.result.model} modelId={run.modelId} />
    </div>
  );
}

function Figures({
  result,
  durationMs,
  evaluation,
}: {
  result: NonNullable<Run["result"]>;
  /** Of all attempts; the result knows the last one only. */
  durationMs: number;
  evaluation: Evaluation;
}) {
  const t = useTranslations("runs");
  const format = useFormat();
  const share = (value: number | null) => (value === null ? noValue : value.toFixed(4));
  return (
    <div className="grid grid-cols-2 gap-x-6 gap-y-4 rounded-lg border bg-card p-4 sm:grid-cols-4 min-[137.5rem]:grid-cols-8">
      <Stat
        label={t("result.macroF1")}
        value={share(evaluation.macroF1)}
        note={t("result.bestStep", { step: format.count(result.bestStep) })}
      />
      <Stat label={t("result.accuracy")} value={share(evaluation.accuracy)} />
      <Stat
        label={t("result.loss")}
        value={evaluation.loss === null ? "NaN" : format.number(evaluation.loss)}
      />
      <Stat label={t("result.tiles")} value={format.count(evaluation.tileCount)} />
      <Stat label={t("result.duration")} value={format.duration(durationMs)} />
      <Stat
        label={t("result.peakMemory")}
        value={format.bytes(result.peakMemoryBytes)}
        note={result.peakMemoryKind === "gpu" ? t("result.peakGpu") : t("result.peakResident")}
      />
      <Stat
        label={t("result.trainable")}
        value={format.compact(result.trainableParameters)}
        note={t("result.trainableOf", {
          share: format.percent(result.trainableParameters / Math.max(1, result.totalParameters)),
          total: format.compact(result.totalParameters),
        })}
      />
      <Stat
        label={t("result.throughput")}
        value={
          result.samplesPerSecond === null ? noValue : format.number(result.samplesPerSecond, 3)
        }
        unit="/s"
      />
    </div>
  );
}

function ConfusionCard({
  evaluation,
  classes,
}: {
  evaluation: Evaluation;
  classes: readonly NamedClass[];
}) {
  const t = useTranslations("runs");
  const format = useFormat();
  const [mode, setMode] = useState<"counts" | "shares">("counts");
  const nameOf = (index: number) => classes[index]?.name ?? String(index);
  const percent = (cell: MatrixCell) =>
    cell.share === null ? noValue : format.percent(cell.share, 0);
  const describe = (cell: MatrixCell) =>
    t(cell.row === cell.col ? "result.cellRight" : "result.cell", {
      trueClass: nameOf(cell.row),
      predicted: nameOf(cell.col),
      count: format.count(cell.count),
      share: cell.share === null ? noValue : format.percent(cell.share),
    });
  return (
    <Card className="min-w-0">
      <CardHeader>
        <CardTitle>{t("result.confusion")}</CardTitle>
        <CardAction>
          <SegmentedControl
            size="sm"
            aria-label={t("result.confusion")}
            value={mode}
            onValueChange={setMode}
            segments={[
              { value: "counts", label: t("result.counts") },
              { value: "shares", label: t("result.normalised") },
            ]}
          />
        </CardAction>
      </CardHeader>
      <CardContent>
        <ConfusionMatrix
          classes={evaluation.confusion.map(
            (_, index) => classes[index] ?? { name: String(index), colour: "#888888" },
          )}
          counts={evaluation.confusion}
          formatCell={(cell) =>
            cell.count === 0 ? "·" : mode === "counts" ? format.count(cell.count) : percent(cell)
          }
          describeCell={describe}
          rowsTitle={t("result.trueClass")}
          columnsTitle={t("result.predictedClass")}
        />
      </CardContent>
    </Card>
  );
}
