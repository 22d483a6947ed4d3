import { useMutation } from "@tanstack/react-query";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { api } from "@/lib/api-client";
import type { TileOpinions } from "@/lib/contracts/opinions";
import { useFormat } from "@/lib/i18n/use-format";
import { useProblemText } from "@/lib/i18n/use-problem-text";
import { newUuid } from "@/lib/new-uuid";

export type ReviewAct =
  | { do: "decide"; tiles: readonly TileOpinions[]; classId: string }
  | { do: "accept"; tiles: readonly TileOpinions[] }
  | { do: "return"; tiles: readonly TileOpinions[]; comment: string; personIds: string[] | null };

type Done = { batches: { sceneId: string; actId: string }[]; changed: number; skipped: number };

/** What a reviewer does: one batch per scene, said in one sentence, taken back with one click. */
export function useReviewActs(onChanged: () => void) {
  const t = useTranslations("opinions");
  const format = useFormat();
  const problemText = useProblemText();
  const undo = useMutation({
    mutationFn: async (done: Done) => {
      for (const batch of done.batches) await api.labels.revertAct(batch);
    },
    onSuccess: () => toast.success(t("review.undone")),
    onError: (error) => toast.error(problemText(error).title),
    onSettled: onChanged,
  });
  return useMutation({
    mutationFn: send,
    onSuccess: (done, act) => {
      const values = { amount: done.changed, count: format.count(done.changed) };
      const name = act.do === "return" ? "review.sentBack" : "review.done";
      const skipped = { amount: done.skipped, count: format.count(done.skipped) };
      toast.success(t(name, values), {
        ...(done.skipped > 0 && { description: t("review.skipped", skipped) }),
        action: { label: t("review.undo"), onClick: () => undo.mutate(done) },
      });
    },
    onError: (error) => toast.error(problemText(error).title),
    onSettled: onChanged,
  });
}

async function send(act: ReviewAct): Promise<Done> {
  const done: Done = { batches: [], changed: 0, skipped: 0 };
  const byScene = new Map<string, { row: number; col: number }[]>();
  for (const { sceneId, row, col } of act.tiles) {
    byScene.set(sceneId, [...(byScene.get(sceneId) ?? []), { row, col }]);
  }
  for (const [sceneId, tiles] of byScene) {
    const batch = { batchId: newUuid(), sceneId };
    const result = await sendPart(act, batch, tiles);
    if (result.changedCount > 0) done.batches.push({ sceneId, actId: batch.batchId });
    done.changed += result.changedCount;
    done.skipped += result.skippedCount;
  }
  return done;
}

function sendPart(
  act: ReviewAct,
  batch: { batchId: string; sceneId: string },
  tiles: { row: number; col: number }[],
) {
  switch (act.do) {
    case "decide": {
      const { classId } = act;
      return api.opinions.decide({ ...batch, tiles: tiles.map((tile) => ({ ...tile, classId })) });
    }
    case "accept":
      return api.opinions.accept({ ...batch, tiles });
    case "return": {
      const { comment, personIds } = act;
      return api.opinions.return({ ...batch, tiles, comment, ...(personIds && { personIds }) });
    }
  }
}
