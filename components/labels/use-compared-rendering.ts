import { useEffect, useState } from "react";
import { type BandRendering, stretchFrom } from "../map/band-rendering";
import type { SecondView } from "../map/second-view";
import { measure } from "./use-channel-statistics";
import type { Comparison } from "./use-comparison";

/** The look of the second view; formulas are stretched to their own values once these are measured. */
export function useComparedRendering(
  second: SecondView | null,
  { rendering, isDraft }: Pick<Comparison, "rendering" | "isDraft">,
): BandRendering {
  const [measured, setMeasured] = useState<{ of: BandRendering; shown: BandRendering }>();
  useEffect(() => {
    if (!second || !isDraft) return;
    let isCurrent = true;
    void measure(second, rendering, null).then((channels) => {
      if (!isCurrent || channels.length !== rendering.stretches.length) return;
      const stretches = channels.map((one) => stretchFrom(one, "percentile2"));
      setMeasured({ of: rendering, shown: { ...rendering, stretches } });
    });
    return () => {
      isCurrent = false;
    };
  }, [second, rendering, isDraft]);
  return measured?.of === rendering ? measured.shown : rendering;
}
