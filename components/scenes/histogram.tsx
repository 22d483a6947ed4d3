import type { Band } from "@/lib/contracts/scenes";

const widthPx = 120;
const heightPx = 22;

/** How often each value occurs in a band; heights on a square-root scale, so that tails show. */
export function Histogram({ band }: { band: Band }) {
  const { counts } = band.histogram;
  const most = Math.max(1, ...counts);
  const step = widthPx / Math.max(1, counts.length);
  const points = counts
    .map((count, index) => {
      const y = heightPx - Math.sqrt(count / most) * heightPx;
      return `L${(index * step).toFixed(1)} ${y.toFixed(1)}L${((index + 1) * step).toFixed(1)} ${y.toFixed(1)}`;
    })
    .join("");
  return (
    <svg
      viewBox={`0 0 ${widthPx} ${heightPx}`}
      preserveAspectRatio="none"
      className="h-5.5 w-28"
      aria-hidden="true"
    >
      <path
        d={`M0 ${heightPx}${points}L${widthPx} ${heightPx}Z`}
        className="fill-muted-foreground/45"
      />
    </svg>
  );
}
