"use client";

import { useTranslations } from "use-intl";
import type { SplitPlan } from "@/lib/contracts/datasets";

/** "Spatial blocks, blocks of 8 tiles, seed 1". */
export function useSplitText(): (split: SplitPlan) => string {
  const t = useTranslations("datasets");
  return (split) => {
    const parts = [t(`splitKind.${split.kind}`)];
    if (split.kind === "blocks") parts.push(t("page.blocks", { size: split.blockTiles }));
    if ("seed" in split) parts.push(t("page.seed", { seed: split.seed }));
    return parts.join(", ");
  };
}
