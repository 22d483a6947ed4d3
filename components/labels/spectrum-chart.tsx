import { useTranslations } from "use-intl";
import type { Band } from "@/lib/contracts/scenes";
import { useFormat } from "@/lib/i18n/use-format";
import type { Spectrum } from "../map/cog-reader";

const width = 248;
const height = 84;
const margin = { left: 4, right: 4, top: 6, bottom: 16 };

/** Mean of every band over the tile, with one standard deviation around it. */
export function SpectrumChart({
  bands,
  spectrum,
}: {
  bands: readonly Band[];
  spectrum: Spectrum | null;
}) {
  const t = useTranslations("labels");
  const format = useFormat();
  if (!spectrum || bands.length === 0) return <div className="mt-2 h-28" />;
  const { means, deviations, validCount } = spectrum;
  if (validCount === 0) {
    return <p className="mt-2 h-28 text-muted-foreground text-sm">{t("noImageryHere")}</p>;
  }
  const low = Math.min(...bands.map((band) => Math.min(band.p1, means[band.index - 1] ?? band.p1)));
  const high = Math.max(
    ...bands.map((band) => Math.max(band.p99, means[band.index - 1] ?? band.p99)),
  );
  const span = high - low || 1;
  const x = (position: number) =>
    margin.left +
    ((width - margin.left - margin.right) * (position + 0.5)) / Math.max(1, bands.length);
  const y = (value: number) =>
    margin.top +
    (height - margin.top - margin.bottom) * (1 - Math.min(1, Math.max(0, (value - low) / span)));
  const upper = means.map((mean, band) => `${x(band)},${y(mean + (deviations[band] ?? 0))}`);
  const lower = means.map((mean, band) => `${x(band)},${y(mean - (deviations[band] ?? 0))}`);
  const line = means.map((mean, band) => `${x(band)},${y(mean)}`).join(" ");
  return (
    <figure className="mt-3">
      <figcaption className="flex justify-between text-muted-foreground text-sm">
        <span>{t("spectrum")}</span>
        <span className="num">
          {format.number(low, 3)} – {format.number(high, 3)}
        </span>
      </figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} className="mt-1 w-full" role="img">
        <title>{t("spectrum")}</title>
        <line
          x1={margin.left}
          x2={width - margin.right}
          y1={height - margin.bottom}
          y2={height - margin.bottom}
          className="stroke-border"
        />
        {means.length > 1 && (
          <>
            <polygon
              points={[...upper, ...lower.reverse()].join(" ")}
              className="fill-primary/15"
            />
            <polyline points={line} className="fill-none stroke-primary" strokeWidth={1.5} />
          </>
        )}
        {means.map((mean, band) => {
          const one = bands[band];
          if (!one) return null;
          return (
            <g key={one.index}>
              <circle cx={x(band)} cy={y(mean)} r={2.5} className="fill-primary">
                <title>
                  {`${one.name}: ${format.number(mean)} ± ${format.number(deviations[band] ?? 0, 2)}`}
                </title>
              </circle>
              {(bands.length <= 10 || band % 2 === 0) && (
                <text
                  x={x(band)}
                  y={height - 4}
                  textAnchor="middle"
                  className="fill-muted-foreground text-[9px]"
                >
                  {shortName(one, bands.length)}
                </text>
              )}
            </g>
          );
        })}
      </svg>
    </figure>
  );
}

/** Band names are long where there is room for three letters. */
function shortName(band: Band, bandCount: number): string {
  const longest = bandCount <= 4 ? 10 : bandCount <= 7 ? 6 : 3;
  return band.name.length <= longest ? band.name : String(band.index);
}
