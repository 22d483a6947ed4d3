import { useTranslations } from "use-intl";
import { useFormat } from "@/lib/i18n/use-format";
import { useWorkspace } from "../workspace-context";

/** The queue in a few words: "Forest · prediction differs · least confident first". */
export function useQueueText(): string {
  const t = useTranslations("wall");
  const format = useFormat();
  const { wall, project, prediction } = useWorkspace();
  const { queue, authors } = wall.queue;
  const parts: string[] = [];
  if (queue.myArea) parts.push(t("myArea"));
  if (queue.label === "none" || queue.label === "some") parts.push(t(`label.${queue.label}`));
  else if (queue.label !== "any") {
    parts.push(project.classes.find((one) => one.id === queue.label)?.name ?? "–");
  }
  if (queue.standing !== "any") parts.push(t(`standings.${queue.standing}`));
  if (queue.authorId !== null) {
    const name = authors.find((one) => one.id === queue.authorId)?.name ?? "–";
    parts.push(t("by", { name }));
  }
  if (queue.predicted === "differs" || queue.predicted === "agrees") {
    parts.push(t(`predicted.${queue.predicted}`));
  } else if (queue.predicted !== "any") {
    const told = prediction.chosen?.classes.find((one) => one.id === queue.predicted);
    parts.push(t("predictedOf", { name: told?.name ?? "–" }));
  }
  if (queue.confidenceAtMost < 1) {
    parts.push(t("atMost", { share: format.percent(queue.confidenceAtMost, 0) }));
  }
  if (queue.order !== "grid") parts.push(t(`order.${queue.order}`));
  return parts.length === 0 ? t("allTiles") : parts.join(" · ");
}
