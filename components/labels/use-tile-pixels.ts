import { useEffect, useState } from "react";
import type { Spectrum, WindowPixels } from "../map/cog-reader";
import type { Tile } from "./tools/tool";
import { useWorkspace } from "./workspace-context";

export type TilePixels = {
  tile: Tile;
  /** Bands of the current rendering, of the tile and `surroundingShare` of it on every side. */
  surroundings: WindowPixels;
  /** Which 1-based bands `surroundings` holds. */
  bands: readonly number[];
  spectrum: Spectrum;
};

/** Share of a tile that is shown around it on every side. */
export const surroundingShare = 0.75;

/** Pixels of a tile, read from blocks that are mostly decoded already; null until they are there. */
export function useTilePixels(tile: Tile): TilePixels | null {
  const { scene, map, rendering } = useWorkspace();
  const [pixels, setPixels] = useState<TilePixels | null>(null);
  const bandKey = rendering.bands.join();
  useEffect(() => {
    if (!map) return;
    let isCurrent = true;
    const bands = bandKey.split(",").map(Number);
    const size = scene.tileSizePx;
    const margin = Math.round(size * surroundingShare);
    const [row, col] = [tile.row * size, tile.col * size];
    const window = {
      row: row - margin,
      col: col - margin,
      heightPx: size + 2 * margin,
      widthPx: size + 2 * margin,
    };
    const step = Math.max(1, Math.floor(window.widthPx / 320));
    const read = async () => {
      const reader = await map.readerOnceShown();
      const [surroundings, spectrum] = await Promise.all([
        reader.readWindow(window, bands, scene.nodata, step),
        reader.readSpectrum({ row, col, heightPx: size, widthPx: size }, scene.nodata),
      ]);
      if (isCurrent) setPixels({ tile, surroundings, bands, spectrum });
    };
    // The map says already why imagery cannot be read; the inspector only stays empty.
    read().catch(() => isCurrent && setPixels(null));
    return () => {
      isCurrent = false;
    };
  }, [map, scene, tile, bandKey]);
  return pixels;
}
