import { fromFile } from "geotiff";

/** The classes of the Beaufort training polygons, with the keys of the bench's project. */
export const coastClasses = [
  { name: "Subtidal Haline", colour: "#2f6fb5", key: "1" },
  { name: "Emergent Wetland", colour: "#3f9c8f", key: "2" },
  { name: "WetSand", colour: "#a58f6f", key: "3" },
  { name: "Sand", colour: "#e3cf8f", key: "4" },
  { name: "Herbaceous", colour: "#a9c45b", key: "5" },
  { name: "Forested Wetland", colour: "#3d6b35", key: "6" },
] as const;

/** Display values at which one thing becomes another to a pair of eyes. */
export type Eyes = { water: number; wetSand: number; deep: number; sand: number; herbs: number };

export const calmEyes: Eyes = { water: 30, wetSand: 38, deep: 48, sand: 110, herbs: 52 };
/** Sees sand and herbs sooner, and less of the water. */
export const brightEyes: Eyes = { water: 27, wetSand: 40, deep: 46, sand: 102, herbs: 48 };

/**
 * What stands in for a person's sight: rules of thumb over the mean of a tile's green, red and near
 * infrared (bands 3, 4 and 8 of the 8-band Sentinel-2 picture, 8-bit display values). Water swallows
 * near infrared, forest is dark in red and bright in near infrared, sand is bright everywhere. These
 * eyes are no better than that: marsh under water looks like water to them.
 */
function classOfMeans(eyes: Eyes, green: number, red: number, nearInfrared: number): number {
  if (nearInfrared < eyes.water) {
    if (red > eyes.wetSand) return 2;
    return green > eyes.deep ? 0 : 1;
  }
  if (red >= eyes.sand) return 3;
  return red >= eyes.herbs ? 4 : 5;
}

/**
 * Looks at every tile of a scene.
 *
 * @returns Places in `coastClasses`, one per tile, row by row.
 */
export async function lookAtTiles(
  file: string,
  { rows, cols, tileSizePx }: { rows: number; cols: number; tileSizePx: number },
  eyes: Eyes = calmEyes,
): Promise<Uint8Array> {
  const tiff = await fromFile(file);
  const image = await tiff.getImage();
  const width = image.getWidth();
  const height = image.getHeight();
  const bands = (await image.readRasters({ samples: [2, 3, 7] })) as unknown as Uint8Array[];
  await tiff.close();
  const meanOf = (band: Uint8Array, row: number, col: number) => {
    let sum = 0;
    let count = 0;
    for (let y = row * tileSizePx; y < Math.min(height, (row + 1) * tileSizePx); y += 1) {
      for (let x = col * tileSizePx; x < Math.min(width, (col + 1) * tileSizePx); x += 1) {
        sum += band[y * width + x] ?? 0;
        count += 1;
      }
    }
    return sum / count;
  };
  return Uint8Array.from({ length: rows * cols }, (_, cell) => {
    const row = Math.floor(cell / cols);
    const [green = 0, red = 0, nearInfrared = 0] = bands.map((band) =>
      meanOf(band, row, cell % cols),
    );
    return classOfMeans(eyes, green, red, nearInfrared);
  });
}
