import type { ExpressionValue } from "ol/expr/expression";
import type WebGLTileLayer from "ol/layer/WebGLTile";
import type { Projection } from "ol/proj";
import DataTileSource from "ol/source/DataTile";
import type TileSource from "ol/source/Tile";
import TileGrid from "ol/tilegrid/TileGrid";
import type { Extent } from "@/lib/geo/extent";
import { type BandRendering, readFormulas } from "./band-rendering";
import { type CogBlock, type CogReader, isValidPixel } from "./cog-reader";
import { formulaExpression } from "./formula-shader";
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

/** Up to so many bands go to the graphics processor together, in two textures with their validity. */
const mostBandsTogether = 7;

/**
 * A WebGL layer that shows chosen bands of a scene. Stretch, gamma and ramp are numbers of the
 * shader, and so is the choice of bands where all of them are in the textures: `updateRasterStyle`
 * changes them within a frame. Other textures are made from decoded blocks that `reader` keeps.
 */
export function createRasterLayer(
  reader: CogReader,
  facts: RasterFacts,
  rendering: BandRendering,
  className = "raster-layer",
): GlidingRasterLayer {
  const bands = bandsOfTextures(reader.bandCount, rendering);
  return new GlidingRasterLayer({
    className,
    cacheSize: (texturesKept * 4) / placeCount(bands.length),
    source: rasterSource(reader, facts, bands),
    style: {
      variables: styleVariables(facts, rendering, bands),
      color: colourExpression(facts, rendering),
    },
  });
}

export function updateRasterStyle(
  layer: WebGLTileLayer,
  facts: RasterFacts,
  rendering: BandRendering,
  bandCount: number,
): void {
  const bands = bandsOfTextures(bandCount, rendering);
  layer.updateStyleVariables(styleVariables(facts, rendering, bands));
}

/** Do two renderings of a scene need different textures or another shader? */
export function needsOtherLayer(
  before: BandRendering,
  after: BandRendering,
  bandCount: number,
): boolean {
  const texturesOf = (rendering: BandRendering) => bandsOfTextures(bandCount, rendering).join();
  return (
    before.mode !== after.mode ||
    texturesOf(before) !== texturesOf(after) ||
    before.formulas?.join(";") !== after.formulas?.join(";") ||
    (after.mode === "single" && before.ramp !== after.ramp)
  );
}

/**
 * Begins to read what a view needs. A layer asks for its tiles when it is first drawn, and its
 * shaders are made before that.
 */
export function readAhead(
  reader: CogReader,
  source: Pick<TileSource, "getTileGrid" | "zDirection">,
  view: { extent: Extent; resolution: number },
): void {
  const grid = source.getTileGrid();
  if (!grid) return;
  const z = grid.getZForResolution(view.resolution, source.zDirection);
  grid.forEachTileCoord([...view.extent], z, ([, col = 0, row = 0]) => {
    // What fails is asked for again by the layer, and told there.
    reader.readBlock(reader.levels.length - 1 - z, row, col).catch(() => undefined);
  });
}

/** All bands of a scene that has few of them, in their order; else those that are shown. */
function bandsOfTextures(bandCount: number, rendering: BandRendering): number[] {
  if (rendering.formulas || bandCount > mostBandsTogether) return rendering.bands;
  return Array.from({ length: bandCount }, (_, place) => place + 1);
}

function rasterSource(reader: CogReader, facts: RasterFacts, bands: number[]): DataTileSource {
  const [full] = reader.levels;
  if (!full) throw new Error("The file holds no image.");
  const [minX, minY, maxX, maxY] = facts.extent;
  const unitsPerPixel = (maxX - minX) / full.widthPx;
  const pixelAspect = (maxY - minY) / full.heightPx / unitsPerPixel;
  const coarseFirst = [...reader.levels].reverse();
  const places = placeCount(bands.length);
  const source = new DataTileSource({
    projection: facts.projection,
    bandCount: places,
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
  source.nodataBandIndex = places;
  return source;
}

/** Bands and validity in whole textures of four; one texture for up to three bands. */
function placeCount(bandCount: number): number {
  return Math.ceil((bandCount + 1) / 4) * 4;
}

/**
 * The chosen bands side by side, and in the last place validity: for a picture of three bands one
 * texture, whatever the scene's band count. Bytes stay bytes (a quarter of the memory); everything
 * else becomes 32-bit floats.
 */
export function packTexture(
  block: CogBlock,
  bandCount: number,
  bands: readonly number[],
  facts: Pick<RasterFacts, "dtype" | "nodata">,
): Uint8Array | Float32Array {
  const { pixels } = block;
  const pixelCount = pixels.length / bandCount;
  const places = placeCount(bands.length);
  const isByte = facts.dtype === "uint8";
  const packed = isByte
    ? new Uint8Array(pixelCount * places)
    : new Float32Array(pixelCount * places);
  const opaque = isByte ? 255 : 1;
  const checks =
    block.mask !== null ||
    facts.nodata !== null ||
    pixels instanceof Float32Array ||
    pixels instanceof Float64Array;
  for (let place = 0; place < places - 1; place += 1) {
    const band = bands[place] ?? bands[0] ?? 1;
    for (let from = band - 1, to = place; to < packed.length; from += bandCount, to += places) {
      packed[to] = pixels[from] as number;
    }
  }
  for (let pixel = 0, to = places - 1; pixel < pixelCount; pixel += 1, to += places) {
    packed[to] = !checks || isValidPixel(block, pixel, bandCount, facts.nodata) ? opaque : 0;
  }
  return packed;
}

/** The shader sees bytes as 0 to 1 and floats as they are; formulas count in the scene's own units. */
function styleVariables(
  facts: RasterFacts,
  rendering: BandRendering,
  bands: readonly number[],
): Record<string, number> {
  const unit = facts.dtype === "uint8" && !rendering.formulas ? 255 : 1;
  const variables: Record<string, number> = { gamma: rendering.gamma };
  channels.forEach((channel, position) => {
    const stretch = rendering.stretches[position] ?? rendering.stretches[0] ?? { low: 0, high: 1 };
    const band = rendering.bands[position] ?? rendering.bands[0] ?? 1;
    variables[`${channel}Band`] = bands.indexOf(band) + 1;
    variables[`${channel}Low`] = stretch.low / unit;
    variables[`${channel}Span`] = (stretch.high - stretch.low || 1) / unit;
  });
  return variables;
}

/** What each channel shows before it is stretched. */
function channelExpressions(facts: RasterFacts, rendering: BandRendering): ExpressionValue[] {
  const formulas = rendering.formulas ? readFormulas(rendering) : null;
  if (!formulas) return channels.map((channel) => ["band", ["var", `${channel}Band`]]);
  const bandValue = (band: number): ExpressionValue => {
    const value: ExpressionValue = ["band", rendering.bands.indexOf(band) + 1];
    return facts.dtype === "uint8" ? ["*", 255, value] : value;
  };
  return formulas.map((formula) => formulaExpression(formula, bandValue));
}

function colourExpression(facts: RasterFacts, rendering: BandRendering): ExpressionValue {
  const parts = channelExpressions(facts, rendering).map((value, position) => {
    const channel = channels[position];
    return [
      "^",
      ["clamp", ["/", ["-", value, ["var", `${channel}Low`]], ["var", `${channel}Span`]], 0, 1],
      ["/", 1, ["var", "gamma"]],
    ];
  });
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
