import type { Scene } from "@/lib/contracts/scenes";
import { tileIndex } from "@/lib/geo/grid";
import {
  changeBetween,
  coordinateConverter,
  GroundSampler,
  pairBands,
  placeDistancePx,
  placesOfTile,
} from "../map/change-measure";
import type { CogReader } from "../map/cog-reader";
import { gridGeometryOf, tileAtCoordinate, tileExtent } from "../map/scene-geometry";

/** An unlabelled tile whose ground is labelled on the other scene, and how much it changed. */
export type CopyCandidate = { cell: number; byte: number; change: number };

/** A scene with its pixels and its labels, one byte per tile. */
type Source = { scene: Scene; reader: CogReader; plane: Uint8Array };

/**
 * Unlabelled tiles of `here` that lie on a labelled tile of `there`, with the change between the two.
 * Tiles that cannot be compared are left out.
 *
 * @param signal Gives up.
 */
export async function findCopyCandidates(
  here: Source,
  there: Source,
  signal: AbortSignal,
): Promise<CopyCandidate[]> {
  const convert = coordinateConverter(here.scene, there.scene);
  if (!convert) return [];
  const pairs = pairBands(here.scene.bands, there.scene.bands);
  if (pairs.length === 0) return [];
  const [geometry, otherGeometry] = [gridGeometryOf(here.scene), gridGeometryOf(there.scene)];
  const distancePx = placeDistancePx(here.scene.tileSizePx);
  const samplerOf = ({ reader, scene }: Source, bands: number[], scale: number) =>
    new GroundSampler(reader, scene, bands, distancePx * scale);
  const scale = (here.scene.groundSampleMeters ?? 1) / (there.scene.groundSampleMeters ?? 1);
  const one = samplerOf(
    here,
    pairs.map(([band]) => band),
    1,
  );
  const other = samplerOf(
    there,
    pairs.map(([, band]) => band),
    scale,
  );
  const found: CopyCandidate[] = [];
  for (let cell = 0; cell < here.scene.tileCount; cell += 1) {
    if (here.plane[cell] !== 0) continue;
    const [row, col] = [Math.floor(cell / geometry.cols), cell % geometry.cols];
    const extent = tileExtent(geometry, row, col);
    const centre = convert([(extent[0] + extent[2]) / 2, (extent[1] + extent[3]) / 2]);
    const tile = tileAtCoordinate(otherGeometry, centre);
    const byte = tile ? (there.plane[tileIndex(tile, otherGeometry.cols)] ?? 0) : 0;
    if (byte === 0) continue;
    signal.throwIfAborted();
    const places = placesOfTile(extent);
    const values = await Promise.all([one.read(places), other.read(places.map(convert))]);
    const change = changeBetween(...values);
    if (change !== null) found.push({ cell, byte, change });
  }
  return found;
}
