import { writeArrayBuffer } from "geotiff";

/** Metres a pixel, in the zone of UTM that made-up scenes lie in. */
const pixelSizeM = 10;

/**
 * A square GeoTIFF in EPSG:32633 of 10 m pixels.
 *
 * @param pixels Row by row, the bands of a pixel side by side; three bands are red, green and blue.
 */
export function makeRaster(pixels: Uint8Array | Uint16Array, sidePx: number): Buffer {
  const bandCount = pixels.length / sidePx ** 2;
  const file = writeArrayBuffer(pixels, {
    width: sidePx,
    height: sidePx,
    SamplesPerPixel: bandCount,
    BitsPerSample: Array(bandCount).fill(8 * pixels.BYTES_PER_ELEMENT),
    SampleFormat: Array(bandCount).fill(1),
    ...(bandCount === 3 && { PhotometricInterpretation: 2 }),
    ModelPixelScale: [pixelSizeM, pixelSizeM, 0],
    ModelTiepoint: [0, 0, 0, 500_000, 4_000_000, 0],
    GTModelTypeGeoKey: 1,
    GTRasterTypeGeoKey: 1,
    ProjectedCSTypeGeoKey: 32_633,
  });
  return Buffer.from(file);
}
