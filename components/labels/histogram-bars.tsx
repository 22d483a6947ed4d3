import { useMemo } from "react";
import type { ChannelStatistics, Stretch } from "../map/band-rendering";
import { barHeights, shareOf, type ValueAxis } from "./stretch-axis";

const width = 256;
const height = 44;

/** How often which value is there, and which part of it is stretched. */
export function HistogramBars({
  statistics,
  axis,
  stretch,
  colour,
  isLog,
}: {
  statistics: ChannelStatistics;
  axis: ValueAxis;
  stretch: Stretch;
  colour: string | undefined;
  isLog: boolean;
}) {
  const { histogram } = statistics;
  const x = (value: number) => shareOf(value, axis) * width;
  const heights = useMemo(() => barHeights(histogram.counts, isLog), [histogram, isLog]);
  const binWidth = (histogram.high - histogram.low) / (heights.length || 1);
  const points = heights.map((share, bin) => {
    const middle = histogram.low + (bin + 0.5) * binWidth;
    return `${x(middle).toFixed(1)},${(height - share * (height - 3)).toFixed(1)}`;
  });
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className="block h-full w-full rounded-sm"
      aria-hidden
    >
      <rect width={width} height={height} className="fill-muted/50" />
      <rect
        x={x(stretch.low)}
        width={Math.max(0, x(stretch.high) - x(stretch.low))}
        height={height}
        className="fill-muted"
      />
      {points.length > 0 && (
        <path
          d={`M${x(histogram.low).toFixed(1)},${height} L${points.join(" L")} L${x(histogram.high).toFixed(1)},${height} Z`}
          fill={colour ?? "currentColor"}
          fillOpacity={0.65}
        />
      )}
    </svg>
  );
}
