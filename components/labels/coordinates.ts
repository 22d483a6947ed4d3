import type { Scene } from "@/lib/contracts/scenes";

/** Map coordinates with the digits that mean something: degrees to a metre, metres and pixels whole. */
export function coordinateText(
  coordinate: readonly [number, number],
  crs: Scene["crs"],
  locale: string,
): string {
  if (crs.unit === "degree") return lonLatText(coordinate, locale);
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 0, useGrouping: false });
  const unit = crs.proj4 ? crs.unit : "px";
  return `${format.format(coordinate[0])}, ${format.format(coordinate[1])} ${unit}`;
}

/** "34.71234° N, 76.65432° W" */
export function lonLatText(lonLat: readonly [number, number], locale: string): string {
  const format = new Intl.NumberFormat(locale, {
    minimumFractionDigits: 5,
    maximumFractionDigits: 5,
  });
  const [lon, lat] = lonLat;
  return `${format.format(Math.abs(lat))}° ${lat < 0 ? "S" : "N"}, ${format.format(Math.abs(lon))}° ${lon < 0 ? "W" : "E"}`;
}

/** A bar of a round length that is 40 to 100 CSS pixels wide. */
export function scaleBar(
  scene: Pick<Scene, "transform" | "groundSampleMeters">,
  unitsPerCssPixel: number,
): { widthPx: number; text: string } {
  const pixelsPerCssPixel = unitsPerCssPixel / scene.transform[0];
  const perCssPixel = pixelsPerCssPixel * (scene.groundSampleMeters ?? 1);
  const longest = 100 * perCssPixel;
  const magnitude = 10 ** Math.floor(Math.log10(longest));
  const length = [5, 2, 1].map((step) => step * magnitude).find((one) => one <= longest);
  const round = length ?? magnitude;
  return { widthPx: round / perCssPixel, text: lengthText(round, scene.groundSampleMeters) };
}

function lengthText(length: number, groundSampleMeters: number | null): string {
  if (groundSampleMeters === null) return `${Number(length.toPrecision(3))} px`;
  if (length >= 1000) return `${Number((length / 1000).toPrecision(3))} km`;
  if (length < 1) return `${Number((length * 100).toPrecision(3))} cm`;
  return `${Number(length.toPrecision(3))} m`;
}
