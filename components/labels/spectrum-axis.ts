import type { Band } from "@/lib/contracts/scenes";

/** Where bands lie from left to right, and what is written below them. */
export type SpectrumAxis = {
  byWavelength: boolean;
  /** 0 to 1, one per band. */
  positions: number[];
  /** Places of the bands from left to right. */
  order: number[];
  ticks: { position: number; text: string }[];
};

const margin = 0.04;
const wavelengthTicksNm = [400, 500, 600, 700, 800, 1000, 1200, 1600, 2000, 2500, 5000, 10_000];
/** So that the numbers below the axis do not touch. */
const tickDistance = 0.11;

/** By wavelength (on a logarithmic scale, where the visible bands have room) when all are known. */
export function spectrumAxis(
  bands: readonly Band[],
  wavelengthsNm: readonly (number | null)[],
): SpectrumAxis {
  const known = wavelengthsNm.filter((one) => one !== null);
  const [shortest, longest] = [Math.min(...known), Math.max(...known)];
  if (known.length < bands.length || known.length < 2 || shortest === longest) {
    const positions = bands.map((_, place) => (place + 0.5) / bands.length);
    return {
      byWavelength: false,
      positions,
      order: bands.map((_, place) => place),
      ticks: bands.flatMap((band, place) =>
        bands.length <= 10 || place % Math.ceil(bands.length / 10) === 0
          ? [{ position: positions[place] ?? 0, text: shortName(band, bands.length) }]
          : [],
      ),
    };
  }
  const span = Math.log(longest / shortest);
  const positionOf = (nm: number) => margin + (1 - 2 * margin) * (Math.log(nm / shortest) / span);
  const ticks: SpectrumAxis["ticks"] = [];
  for (const nm of wavelengthTicksNm) {
    const position = positionOf(nm);
    const last = ticks.at(-1)?.position ?? Number.NEGATIVE_INFINITY;
    if (position < 0.02 || position > 0.98 || position - last < tickDistance) continue;
    ticks.push({ position, text: nm < 1000 ? String(nm) : `${nm / 1000} µm` });
  }
  return {
    byWavelength: true,
    positions: known.map(positionOf),
    order: bands.map((_, place) => place).sort((a, b) => (known[a] ?? 0) - (known[b] ?? 0)),
    ticks,
  };
}

/** Band names are long where there is room for three letters. */
function shortName(band: Band, bandCount: number): string {
  const longest = bandCount <= 4 ? 10 : bandCount <= 7 ? 6 : 3;
  return band.name.length <= longest ? band.name : String(band.index);
}
