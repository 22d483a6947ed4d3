import { useEffect, useEffectEvent, useRef } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { useFormat } from "@/lib/i18n/use-format";
import { useValue } from "../value-store";
import { useWorkspace } from "../workspace-context";
import { ConflictDialog } from "./conflict-dialog";
import type { KeptLabels } from "./conflict-store";
import { useAgree } from "./use-agree";

const toastId = "label-conflicts";
const shownMs = 12_000;

/** Tells of tiles that others had labelled unseen: one notice however many, and a list of them. */
export function ConflictNotice() {
  const t = useTranslations("together");
  const format = useFormat();
  const { project, together } = useWorkspace();
  const { conflicts } = together;
  const kept = useValue(conflicts);
  const agree = useAgree();
  const told = useRef(conflicts.tileCount);
  const className = (id: string | null) =>
    project.classes.find((one) => one.id === id)?.name ?? "–";

  const tellOne = (one: KeptLabels) => {
    const title = t("conflictOne", {
      name: one.labelledBy.name,
      label: className(one.classId),
      when: format.relativeTime(one.atMs),
    });
    toast.warning(title, {
      id: toastId,
      duration: shownMs,
      description: one.inReview
        ? t("bothKept", { label: className(one.wantedClassId) })
        : t("staysSo"),
      action: one.inReview ? { label: t("agree"), onClick: () => agree(one) } : undefined,
    });
  };
  const tellMany = (count: number) => {
    const names = [...new Set(kept.map((one) => one.labelledBy.name))];
    toast.warning(t("conflictMany", { count }), {
      id: toastId,
      duration: shownMs,
      description: t("conflictManyHelp", {
        names: new Intl.ListFormat(format.locale).format(names),
      }),
      action: { label: t("showConflicts"), onClick: () => together.conflictsOpen.set(true) },
    });
  };
  const tell = useEffectEvent(() => {
    const count = conflicts.tileCount;
    const isMore = count > told.current;
    told.current = count;
    const [first] = kept;
    if (count === 0) toast.dismiss(toastId);
    else if (isMore && count === 1 && first) tellOne(first);
    else if (isMore) tellMany(count);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: told when there are others, not anew.
  useEffect(() => tell(), [kept]);
  return <ConflictDialog />;
}
