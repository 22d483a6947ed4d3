import { useTranslations } from "use-intl";
import { bandWavelengths } from "@/lib/band-wavelength";
import type { Band } from "@/lib/contracts/scenes";
import { useFormat } from "@/lib/i18n/use-format";
import type { Spectrum } from "../map/cog-reader";
import { spectrumAxis } from "./spectrum-axis";

const width = 248;
const height = 104;
const margin = { left: 4, right: 4, top: 6, bottom: 16 };
const plotWidth = width - margin.left - margin.right;

/**
 * The spectral profile: mean of every band over the tile with one standard deviation around it, and
 * the pixel under the pointer. Bands lie at their wavelengths where all of them are known.
 */
export function SpectrumChart({
  bands,
  spectrum,
  pixel,
}: {
  bands: readonly Band[];
  spectrum: Spectrum | null;
  /** One value per band; null: no pointer, or no imagery under it. */
  pixel: readonly number[] | null;
}) {
  const t = useTranslations("labels");
  const format = useFormat();
  if (!spectrum || bands.length === 0) return <div className="mt-2 h-34" />;
  const { means, deviations, validCount } = spectrum;
  if (validCount === 0) {
    return <p className="mt-2 h-34 text-muted-foreground text-sm">{t("noImageryHere")}</p>;
  }
  const axis = spectrumAxis(bands, bandWavelengths(bands));
  const { low, span } = valueRange(bands, means, pixel);
  const x = (place: number) => margin.left + plotWidth * (axis.positions[place] ?? 0);
  const y = (value: number) =>
    margin.top +
    (height - margin.top - margin.bottom) * (1 - Math.min(1, Math.max(0, (value - low) / span)));
  const line = (values: readonly number[]) =>
    axis.order.map((place) => `${x(place)},${y(values[place] ?? low)}`);
  const upper = line(means.map((mean, place) => mean + (deviations[place] ?? 0)));
  const lower = line(means.map((mean, place) => mean - (deviations[place] ?? 0)));
  return (
    <figure className="mt-3">
      <figcaption className="flex flex-wrap items-center gap-x-3 text-muted-foreground text-sm">
        <Key className="bg-primary" text={t("tileMean")} />
        <Key className="bg-warning" text={t("pixelUnderPointer")} />
        <span className="num ml-auto">
          {format.number(low, 3)} – {format.number(low + span, 3)}
        </span>
      </figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} className="mt-1 w-full" role="img">
        <title>{t(axis.byWavelength ? "spectrumByWavelength" : "spectrum")}</title>
        <line
          x1={margin.left}
          x2={width - margin.right}
          y1={height - margin.bottom}
          y2={height - margin.bottom}
          className="stroke-border"
        />
        <polygon points={[...upper, ...lower.reverse()].join(" ")} className="fill-primary/15" />
        <polyline
          points={line(means).join(" ")}
          className="fill-none stroke-primary"
          strokeWidth={1.5}
        />
        {pixel && (
          <polyline
            data-pixel-spectrum={pixel.map((value) => Number(value.toPrecision(6))).join(" ")}
            points={line(pixel).join(" ")}
            className="fill-none stroke-warning"
            strokeWidth={1.5}
          />
        )}
        {bands.map((band, place) => (
          <circle
            key={band.index}
            cx={x(place)}
            cy={y(means[place] ?? low)}
            r={2.5}
            className="fill-primary"
          >
            <title>
              {`${band.name}: ${format.number(means[place] ?? 0)} ± ${format.number(deviations[place] ?? 0, 2)}`}
            </title>
          </circle>
        ))}
        {axis.ticks.map((tick) => (
          <text
            key={tick.text}
            x={margin.left + plotWidth * tick.position}
            y={height - 4}
            textAnchor="middle"
            className="fill-muted-foreground text-[9px]"
          >
            {tick.text}
          </text>
        ))}
      </svg>
    </figure>
  );
}

function Key({ className, text }: { className: string; text: string }) {
  return (
    <span className="flex items-center gap-1">
      <span aria-hidden className={`h-0.5 w-3 rounded-full ${className}`} />
      {text}
    </span>
  );
}

function valueRange(
  bands: readonly Band[],
  means: readonly number[],
  pixel: readonly number[] | null,
): { low: number; span: number } {
  const all = bands.flatMap((band, place) => {
    const extra = [means[place], pixel?.[place]].filter((value) => value !== undefined);
    return [band.p1, band.p99, ...extra];
  });
  const low = Math.min(...all);
  return { low, span: Math.max(...all) - low || 1 };
}
