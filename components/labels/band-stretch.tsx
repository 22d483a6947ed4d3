import { useTranslations } from "use-intl";
import { Slider } from "@/components/ui/slider";
import { useFormat } from "@/lib/i18n/use-format";
import type { ChannelStatistics, Stretch } from "../map/band-rendering";

const width = 248;
const height = 34;

/** The histogram of a channel with the two values that become dark and bright. */
export function BandStretch({
  name,
  statistics,
  colour,
  stretch,
  onChange,
}: {
  name: string;
  /** undefined: not computed yet. */
  statistics: ChannelStatistics | undefined;
  colour: string | undefined;
  stretch: Stretch;
  onChange: (stretch: Stretch) => void;
}) {
  const t = useTranslations("labels");
  const format = useFormat();
  if (!statistics) return <div className="mt-1.5 h-16" />;
  const { low, high } = axisOf(statistics, stretch);
  const span = high - low || 1;
  const step = span / 500;
  const x = (value: number) => ((value - low) / span) * width;
  return (
    <div className="mt-1.5">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        className="block h-8.5 w-full"
        aria-hidden
      >
        <rect
          x={x(stretch.low)}
          width={Math.max(0, x(stretch.high) - x(stretch.low))}
          height={height}
          className="fill-muted"
        />
        <path
          d={histogramPath(statistics, low, span)}
          fill={colour ?? "currentColor"}
          fillOpacity={0.65}
        />
      </svg>
      <Slider
        aria-label={t("stretchOf", { band: name })}
        value={[stretch.low, stretch.high]}
        min={low}
        max={high}
        step={step}
        minStepsBetweenThumbs={1}
        onValueChange={([nextLow, nextHigh]) =>
          onChange({ low: nextLow ?? low, high: nextHigh ?? high })
        }
      />
      <div className="num -mt-0.5 flex justify-between text-muted-foreground text-xs">
        <span>{format.number(stretch.low, 3)}</span>
        <span>{format.number(stretch.high, 3)}</span>
      </div>
    </div>
  );
}

/** Outliers would squeeze everything else: the axis is the 1-99 % range with room on both sides. */
function axisOf(band: ChannelStatistics, stretch: Stretch): { low: number; high: number } {
  const room = (band.p99 - band.p1) * 0.25;
  return {
    low: Math.min(stretch.low, Math.max(band.min, band.p1 - room)),
    high: Math.max(stretch.high, Math.min(band.max, band.p99 + room)),
  };
}

function histogramPath(band: ChannelStatistics, low: number, span: number): string {
  const { histogram } = band;
  const { counts } = histogram;
  if (counts.length === 0) return "";
  const binWidth = (histogram.high - histogram.low) / counts.length;
  // The square root keeps small peaks visible beside a huge one.
  const tallest = Math.sqrt(Math.max(1, ...counts));
  const points = counts.map((count, bin) => {
    const value = histogram.low + (bin + 0.5) * binWidth;
    const x = ((value - low) / span) * width;
    return `${x.toFixed(1)},${(height - (Math.sqrt(count) / tallest) * (height - 2)).toFixed(1)}`;
  });
  const firstX = (((histogram.low - low) / span) * width).toFixed(1);
  const lastX = (((histogram.high - low) / span) * width).toFixed(1);
  return `M${firstX},${height} L${points.join(" L")} L${lastX},${height} Z`;
}
