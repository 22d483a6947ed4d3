import type { ExpressionValue } from "ol/expr/expression";
import type WebGLTileLayer from "ol/layer/WebGLTile";
import type { Projection } from "ol/proj";
import DataTileSource from "ol/source/DataTile";
import TileGrid from "ol/tilegrid/TileGrid";
import type { Extent } from "@/lib/geo/extent";
import type { BandRendering } from "./band-rendering";
import { type CogBlock, type CogReader, isValidPixel } from "./cog-reader";
import { GlidingRasterLayer } from "./gliding-raster-layer";
import { ramps } from "./ramps";

/** What the layer needs to know about a scene. */
export type RasterFacts = {
  dtype: string;
  nodata: number | null;
  extent: Extent;
  projection: Projection;
};

const channels = ["red", "green", "blue"] as const;

/** Textures of 512 px x 4 channels: 1 MiB each for bytes, 4 MiB for anything else. */
const texturesKept = 96;

/**
 * A WebGL layer that shows chosen bands of a scene. Stretch, gamma and ramp are numbers of the
 * shader: `updateRasterStyle` changes them within a frame. Other bands need other textures, made
 * from decoded blocks that `reader` keeps.
 */
export function createRasterLayer(
  reader: CogReader,
  facts: RasterFacts,
  rendering: BandRendering,
): GlidingRasterLayer {
  return new GlidingRasterLayer({
    className: "raster-layer",
    cacheSize: texturesKept,
    source: rasterSource(reader, facts, rendering.bands),
    style: {
      variables: styleVariables(facts, rendering),
      color: colourExpression(rendering),
    },
  });
}

export function updateRasterStyle(
  layer: WebGLTileLayer,
  facts: RasterFacts,
  rendering: BandRendering,
): void {
  layer.updateStyleVariables(styleVariables(facts, rendering));
}

/** Do two renderings need different textures or another shader? */
export function needsOtherLayer(before: BandRendering, after: BandRendering): boolean {
  return (
    before.mode !== after.mode ||
    before.bands.join() !== after.bands.join() ||
    (after.mode === "single" && before.ramp !== after.ramp)
  );
}

function rasterSource(reader: CogReader, facts: RasterFacts, bands: number[]): DataTileSource {
  const [full] = reader.levels;
  if (!full) throw new Error("The file holds no image.");
  const [minX, minY, maxX, maxY] = facts.extent;
  const unitsPerPixel = (maxX - minX) / full.widthPx;
  const pixelAspect = (maxY - minY) / full.heightPx / unitsPerPixel;
  const coarseFirst = [...reader.levels].reverse();
  const source = new DataTileSource({
    projection: facts.projection,
    bandCount: 4,
    hasAlpha: true,
    interpolate: false,
    transition: 0,
    wrapX: false,
    tileSize: [full.blockWidthPx, full.blockHeightPx],
    tileGrid: new TileGrid({
      extent: facts.extent,
      origin: [minX, maxY],
      // Overview sizes are rounded up, so a level's scale comes from the file, not from halving.
      resolutions: coarseFirst.map((level) => unitsPerPixel * (full.widthPx / level.widthPx)),
      tileSizes: coarseFirst.map((level) => [
        level.blockWidthPx,
        level.blockHeightPx * pixelAspect,
      ]),
    }),
    loader: async (z, x, y) => {
      const block = await reader.readBlock(coarseFirst.length - 1 - z, y, x);
      return packTexture(block, reader.bandCount, bands, facts);
    },
  });
  source.nodataBandIndex = 4;
  return source;
}

/**
 * Red, green, blue and validity side by side: one texture, whatever the scene's band count.
 * Bytes stay bytes (a quarter of the memory); everything else becomes 32-bit floats.
 */
export function packTexture(
  block: CogBlock,
  bandCount: number,
  bands: readonly number[],
  facts: Pick<RasterFacts, "dtype" | "nodata">,
): Uint8Array | Float32Array {
  const { pixels } = block;
  const pixelCount = pixels.length / bandCount;
  const isByte = facts.dtype === "uint8";
  const packed = isByte ? new Uint8Array(pixelCount * 4) : new Float32Array(pixelCount * 4);
  const opaque = isByte ? 255 : 1;
  const [red, green, blue] = [bands[0] ?? 1, bands[1] ?? bands[0] ?? 1, bands[2] ?? bands[0] ?? 1];
  const checks =
    block.mask !== null ||
    facts.nodata !== null ||
    pixels instanceof Float32Array ||
    pixels instanceof Float64Array;
  for (let pixel = 0, from = 0, to = 0; pixel < pixelCount; pixel += 1) {
    packed[to] = pixels[from + red - 1] as number;
    packed[to + 1] = pixels[from + green - 1] as number;
    packed[to + 2] = pixels[from + blue - 1] as number;
    packed[to + 3] = !checks || isValidPixel(block, pixel, bandCount, facts.nodata) ? opaque : 0;
    from += bandCount;
    to += 4;
  }
  return packed;
}

/** The shader sees bytes as 0 to 1 and floats as they are. */
function styleVariables(facts: RasterFacts, rendering: BandRendering): Record<string, number> {
  const unit = facts.dtype === "uint8" ? 255 : 1;
  const variables: Record<string, number> = { gamma: rendering.gamma };
  channels.forEach((channel, position) => {
    const stretch = rendering.stretches[position] ?? rendering.stretches[0] ?? { low: 0, high: 1 };
    variables[`${channel}Low`] = stretch.low / unit;
    variables[`${channel}Span`] = (stretch.high - stretch.low || 1) / unit;
  });
  return variables;
}

function colourExpression(rendering: BandRendering): ExpressionValue {
  const parts = channels.map((channel, position) => [
    "^",
    [
      "clamp",
      ["/", ["-", ["band", position + 1], ["var", `${channel}Low`]], ["var", `${channel}Span`]],
      0,
      1,
    ],
    ["/", 1, ["var", "gamma"]],
  ]);
  if (rendering.mode === "single") {
    const stops = ramps[rendering.ramp].flatMap((colour, index, all) => [
      index / (all.length - 1),
      colour,
    ]);
    return ["interpolate", ["linear"], parts[0], ...stops] as ExpressionValue;
  }
  // `color` takes 0 to 255; validity is the fourth channel, whose zero discards the pixel.
  return ["color", ...parts.map((part) => ["*", 255, part]), 1] as ExpressionValue;
}
