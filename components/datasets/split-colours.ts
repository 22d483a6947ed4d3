import { lineStyle } from "@/components/charts/colours";
import type { SplitName } from "@/lib/contracts/common";

export const splitNames = ["train", "val", "test"] as const satisfies readonly SplitName[];

/** Colours of the parts, the same in tables, bars and pictures of both themes. */
export const splitColours: Record<SplitName, string> = {
  train: lineStyle(0, "light").colour,
  val: lineStyle(4, "dark").colour,
  test: lineStyle(3, "light").colour,
};
