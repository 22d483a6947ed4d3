import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/components/auth/me-context";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-state";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { apiQuery } from "@/lib/api-client";
import type { TruthReading } from "@/lib/contracts/truth";
import { useSaid } from "@/lib/i18n/use-said";
import { useWorkspace } from "../workspace-context";
import { type Mapping, suggestMapping } from "./mapping";
import { PanelBody, PanelFooter } from "./panel-parts";
import type { TruthShows } from "./shown-truth";
import { TruthCounts } from "./truth-counts";
import { TruthMapping } from "./truth-mapping";
import { TruthOptions } from "./truth-options";
import { TruthSource } from "./truth-source";
import { useApplyTruth } from "./use-apply-truth";
import { useSettled } from "./use-settled";
import { useTruthOnMap } from "./use-truth-on-map";

/** What a file holds, what its values become, and, on the map, what that would do; then it is done. */
export function TruthPlanForm({
  reading,
  isReading,
  problem,
  onReadAgain,
  onBack,
  onDone,
}: {
  reading: TruthReading;
  isReading: boolean;
  problem: unknown;
  onReadAgain: (choice: { layer?: string; attribute?: string; crs?: string }) => void;
  onBack: () => void;
  onDone: () => void;
}) {
  const t = useTranslations("truth");
  const said = useSaid();
  const { project } = useWorkspace();
  const classes = project.classes.filter((one) => !one.archived);
  const mayMakeClasses = useMay("project.write");
  const [mapping, setMapping] = useState<Mapping>(() =>
    suggestMapping(reading, classes, mayMakeClasses),
  );
  const [minShare, setMinShare] = useState(0.5);
  const [keepLabelled, setKeepLabelled] = useState(true);
  const [shows, setShows] = useState<TruthShows>("file");
  const plan = {
    readingId: reading.readingId,
    mapping: reading.values.map(({ value }, place) => ({
      value,
      to: mapping[place] ?? { as: "nothing" as const },
    })),
    minShare,
    keepLabelled,
  };
  // The map follows the slider by itself; the server counts when it rests.
  const { settled, isSettled } = useSettled(plan);
  const preview = useQuery(
    apiQuery.truth.preview.queryOptions({
      input: settled,
      placeholderData: keepPreviousData,
    }),
  );
  const isCounted = preview.data && !preview.isPlaceholderData && isSettled;
  const { conflictCount } = useTruthOnMap(preview.data, { minShare, keepLabelled, shows });
  const { apply, isApplying, applyProblem } = useApplyTruth(onDone);
  return (
    <>
      <PanelBody className="flex flex-col gap-3">
        <TruthSource reading={reading} disabled={isReading} onReadAgain={onReadAgain} />
        {reading.notes.map((note) => (
          <p key={note.code} className="text-muted-foreground text-sm">
            {said(note).message}
          </p>
        ))}
        <TruthMapping
          reading={reading}
          classes={classes}
          mapping={mapping}
          mayMakeClasses={mayMakeClasses}
          onChange={setMapping}
        />
        <TruthOptions
          minShare={minShare}
          keepLabelled={keepLabelled}
          countsPoints={reading.kind === "table"}
          onShare={setMinShare}
          onKeep={setKeepLabelled}
        />
        <SegmentedControl
          size="sm"
          className="flex w-full [&>button]:flex-1"
          aria-label={t("shows.title")}
          value={shows}
          segments={[
            { value: "file", label: t("shows.file") },
            { value: "result", label: t("shows.result") },
          ]}
          onValueChange={setShows}
        />
        {preview.data && <TruthCounts preview={preview.data} conflictCount={conflictCount} />}
        {preview.error && <ErrorNote error={preview.error} />}
      </PanelBody>
      <PanelFooter>
        {(applyProblem ?? problem) != null && (
          <ErrorNote error={applyProblem ?? problem} className="w-full" />
        )}
        <Button
          variant="outline"
          size="sm"
          className="mr-auto"
          onClick={onBack}
          disabled={isApplying}
        >
          {t("back")}
        </Button>
        <Button
          size="sm"
          loading={isApplying}
          disabled={!isCounted || preview.data.changedCount === 0 || isReading}
          onClick={() => apply(plan)}
        >
          {t("apply", { count: preview.data?.changedCount ?? 0 })}
        </Button>
      </PanelFooter>
    </>
  );
}
