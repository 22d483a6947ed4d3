import { useTranslations } from "use-intl";
import { SegmentedControl } from "@/components/ui/segmented-control";
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";
import { type ReviewQueue, reviewKindSchema } from "@/lib/contracts/opinions";
import type { Class } from "@/lib/contracts/projects";
import type { Scene } from "@/lib/contracts/scenes";
import { useFormat } from "@/lib/i18n/use-format";
import type { ReviewFilter } from "./use-review-tiles";

const any = "any";

/** Which tiles: of what kind, of which scene, between which classes. */
export function ReviewFilters({
  filter,
  counts,
  scenes,
  classes,
  onChange,
}: {
  filter: ReviewFilter;
  counts: ReviewQueue["counts"] | null;
  scenes: readonly Scene[];
  classes: readonly Class[];
  onChange: (filter: ReviewFilter) => void;
}) {
  const t = useTranslations("opinions");
  const format = useFormat();
  const ofClasses = classes.map(({ id, name }) => ({ value: id, text: name }));
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <SegmentedControl
        aria-label={t("review.list")}
        value={filter.kind}
        onValueChange={(kind) => onChange({ ...filter, kind })}
        segments={reviewKindSchema.options.map((kind) => ({
          value: kind,
          label: (
            <>
              {t(`review.kind.${kind}`)}
              {counts && <span className="num font-normal">{format.count(counts[kind])}</span>}
            </>
          ),
        }))}
      />
      <Choice
        label={t("review.scene")}
        value={filter.sceneId}
        none={t("review.allScenes")}
        choices={scenes.map(({ id, name }) => ({ value: id, text: name }))}
        onChoose={(sceneId) => onChange({ ...filter, sceneId })}
      />
      <Choice
        label={t("review.class")}
        value={filter.classId}
        none={t("review.anyClass")}
        choices={ofClasses}
        onChoose={(classId) => onChange({ ...filter, classId })}
      />
      <Choice
        label={t("review.otherClass")}
        value={filter.otherClassId}
        none={t("review.anyClass")}
        choices={ofClasses}
        onChoose={(otherClassId) => onChange({ ...filter, otherClassId })}
      />
      {counts && counts.open > 0 && (
        <p className="num ml-auto text-muted-foreground text-sm">
          {t("review.open", { amount: counts.open, count: format.count(counts.open) })}
        </p>
      )}
    </div>
  );
}

function Choice({
  label,
  value,
  none,
  choices,
  onChoose,
}: {
  label: string;
  value: string | null;
  none: string;
  choices: readonly { value: string; text: string }[];
  onChoose: (value: string | null) => void;
}) {
  return (
    <Select
      value={value ?? any}
      onValueChange={(chosen) => onChoose(chosen === any ? null : chosen)}
    >
      <SelectTrigger size="sm" aria-label={label} className="w-auto max-w-48 gap-1">
        <span className="text-muted-foreground">{label}</span>
        <SelectValue />
      </SelectTrigger>
      <SelectContent>
        <SelectItem value={any}>{none}</SelectItem>
        {choices.map((one) => (
          <SelectItem key={one.value} value={one.value}>
            {one.text}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  );
}
