import type { Band } from "./contracts/scenes";

/** Centres of Sentinel-2's bands, nm (ESA, Sentinel-2 User Handbook, table 1). */
const sentinel2: Record<string, number> = {
  b01: 443,
  b02: 490,
  b03: 560,
  b04: 665,
  b05: 705,
  b06: 740,
  b07: 783,
  b08: 842,
  b8a: 865,
  b09: 945,
  b10: 1375,
  b11: 1610,
  b12: 2190,
};

/** About where the parts of the spectrum lie that bands are usually named after, nm. */
const spectralWords: Record<string, number> = {
  coastal: 443,
  blue: 485,
  green: 560,
  red: 660,
  nir: 840,
  swir1: 1610,
  swir2: 2200,
};

/**
 * Centres of a scene's bands in nm, where they are known: given for the band, else told by the names
 * that Sentinel-2 gives its bands, else by the part of the spectrum that the band is named after.
 */
export function bandWavelengths(bands: readonly Band[]): (number | null)[] {
  // Landsat numbers its bands B1 to B11; Sentinel-2 writes B01.
  const isSentinel2 = bands.some((band) => /^b0[1-9]$/i.test(band.name.trim()));
  return bands.map((band) => {
    if (band.wavelengthNm != null) return band.wavelengthNm;
    const name = band.name.trim().toLowerCase();
    const ofSensor = isSentinel2 ? sentinel2[name] : undefined;
    return (
      ofSensor ?? spectralWords[name] ?? spectralWords[band.colour?.toLowerCase() ?? ""] ?? null
    );
  });
}
