import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { pixelColours } from "../map/band-rendering";
import type { Tile } from "./tools/tool";
import { surroundingShare, type TilePixels } from "./use-tile-pixels";
import { useWorkspace } from "./workspace-context";

/** The tile and its surroundings in the map's own bands and stretch, pixels as large as they get. */
export function TilePicture({ tile, pixels }: { tile: Tile; pixels: TilePixels | null }) {
  const t = useTranslations("labels");
  const { rendering } = useWorkspace();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!canvas.current || !context) return;
    if (!pixels || pixels.bands.join() !== rendering.bands.join()) return;
    const { widthPx, heightPx, bands, valid } = pixels.surroundings;
    canvas.current.width = widthPx;
    canvas.current.height = heightPx;
    const image = context.createImageData(widthPx, heightPx);
    const colourOf = pixelColours(rendering);
    for (let pixel = 0; pixel < valid.length; pixel += 1) {
      if (valid[pixel] === 0) continue;
      const values = bands.map((band) => band[pixel] as number);
      const [red, green, blue] = colourOf(values);
      image.data.set([red, green, blue, 255], pixel * 4);
    }
    context.putImageData(image, 0, 0);
  }, [pixels, rendering]);
  const inset = `${(surroundingShare / (1 + 2 * surroundingShare)) * 100}%`;
  return (
    <div className="relative aspect-square w-full overflow-hidden rounded-md bg-muted">
      <canvas
        ref={canvas}
        role="img"
        aria-label={t("tileTitle", { row: tile.row, col: tile.col })}
        className="absolute inset-0 size-full [image-rendering:pixelated]"
      />
      <span
        aria-hidden
        className="pointer-events-none absolute border border-white outline outline-black/60"
        style={{ inset }}
      />
    </div>
  );
}
