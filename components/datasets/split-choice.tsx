"use client";

import { useTranslations } from "use-intl";
import { Field } from "@/components/ui/field";
import { NumberInput } from "@/components/ui/number-input";
import { SegmentedControl } from "@/components/ui/segmented-control";
import type { Scene } from "@/lib/contracts/scenes";
import type { DraftFieldProps } from "./draft-fields";
import { type DraftProblem, type SplitKind, sharesSum } from "./plan-draft";
import { splitColours, splitNames } from "./split-colours";

/** How tiles are shared out over training, validation and test. */
export function SplitChoice({
  draft,
  change,
  error,
  problem,
  scenes,
}: DraftFieldProps & { problem: DraftProblem | null; scenes: readonly Scene[] }) {
  const t = useTranslations("datasets");
  const chosen = scenes.filter((scene) => draft.sceneIds.includes(scene.id));
  const imported = chosen.some((scene) => (scene.chips?.splits.length ?? 0) > 0);
  const kinds: SplitKind[] = ["random", "blocks"];
  if (chosen.length > 1) kinds.push("scene");
  if (imported || draft.splitKind === "imported") kinds.push("imported");
  if (draft.splitKind === "scene" && !kinds.includes("scene")) kinds.push("scene");
  const hasShares = draft.splitKind === "random" || draft.splitKind === "blocks";
  return (
    <div className="flex flex-col gap-3">
      <Field label={t("builder.split")} help={t(`splitHelp.${draft.splitKind}`)} error={error}>
        <SegmentedControl
          aria-label={t("builder.split")}
          value={draft.splitKind}
          onValueChange={(splitKind) => change({ splitKind })}
          segments={kinds.map((kind) => ({ value: kind, label: t(`splitKind.${kind}`) }))}
        />
      </Field>
      {hasShares && <Shares draft={draft} change={change} problem={problem} />}
      {draft.splitKind === "scene" && <SceneParts draft={draft} change={change} scenes={chosen} />}
    </div>
  );
}

function Shares({ draft, change, problem }: DraftFieldProps & { problem: DraftProblem | null }) {
  const t = useTranslations("datasets");
  const sharesWrong = problem === "sharesSum" || problem === "sharesNeeded";
  return (
    <>
      <div className="grid grid-cols-3 gap-3">
        {splitNames.map((name) => (
          <Field
            key={name}
            label={
              <span className="inline-flex items-center gap-1.5">
                <span
                  aria-hidden
                  className="size-2 rounded-[2px]"
                  style={{ background: splitColours[name] }}
                />
                {t(`part.${name}`)}
              </span>
            }
          >
            {(ids) => (
              <NumberInput
                {...ids}
                unit="%"
                min={0}
                max={100}
                step={5}
                value={draft.shares[name]}
                onValueChange={(value) => change({ shares: { ...draft.shares, [name]: value } })}
              />
            )}
          </Field>
        ))}
      </div>
      {sharesWrong && (
        <p role="alert" className="text-destructive text-sm">
          {t(`builder.${problem}`, { sum: Number(sharesSum(draft).toFixed(2)) })}
        </p>
      )}
      <div className="grid grid-cols-2 gap-3">
        {draft.splitKind === "blocks" && (
          <Field
            label={t("builder.blockTiles")}
            unit={t("builder.blockUnit")}
            help={t("builder.blockHelp")}
            error={problem === "blockWrong" ? t("builder.blockWrong") : undefined}
          >
            {(ids) => (
              <NumberInput
                {...ids}
                min={1}
                max={1000}
                value={draft.blockTiles}
                onValueChange={(blockTiles) => change({ blockTiles })}
              />
            )}
          </Field>
        )}
        <Field
          label={t("builder.seed")}
          error={problem === "seedWrong" ? t("builder.seedWrong") : undefined}
        >
          {(ids) => (
            <NumberInput
              {...ids}
              min={0}
              value={draft.seed}
              onValueChange={(seed) => change({ seed })}
            />
          )}
        </Field>
      </div>
    </>
  );
}

function SceneParts({ draft, change, scenes }: DraftFieldProps & { scenes: readonly Scene[] }) {
  const t = useTranslations("datasets");
  return (
    <ul className="flex flex-col gap-1.5" aria-label={t("builder.sceneParts")}>
      {scenes.map((scene) => (
        <li key={scene.id} className="flex items-center justify-between gap-3">
          <span className="min-w-0 truncate">{scene.name}</span>
          <SegmentedControl
            size="sm"
            aria-label={scene.name}
            value={draft.bySceneId[scene.id] ?? "train"}
            onValueChange={(part) =>
              change({ bySceneId: { ...draft.bySceneId, [scene.id]: part } })
            }
            segments={splitNames.map((name) => ({ value: name, label: t(`part.${name}`) }))}
          />
        </li>
      ))}
    </ul>
  );
}
