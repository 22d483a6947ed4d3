import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import type { Scene } from "@/lib/contracts/scenes";
import { useSceneRendering } from "../labels/use-scene-rendering";
import { pixelColours } from "../map/band-rendering";
import type { CogReader, WindowPixels } from "../map/cog-reader";

/** Share of a tile that is shown around it on every side. */
const surroundingShare = 1.5;
const mostPixels = 640;

/** The tile large in its surroundings, in the bands and stretch that one labels with. */
export function ReviewPicture({
  scene,
  reader,
  row,
  col,
}: {
  scene: Scene;
  reader: Promise<CogReader> | null;
  row: number;
  col: number;
}) {
  const t = useTranslations("opinions");
  const [rendering] = useSceneRendering(scene);
  const canvas = useRef<HTMLCanvasElement>(null);
  const pixels = useSurroundings(scene, reader, row, col, rendering.bands);
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!canvas.current || !context || !pixels) return;
    const { widthPx, heightPx, bands, valid } = pixels;
    if (bands.length !== rendering.bands.length) return;
    canvas.current.width = widthPx;
    canvas.current.height = heightPx;
    const image = context.createImageData(widthPx, heightPx);
    const colourOf = pixelColours(rendering);
    for (let pixel = 0; pixel < valid.length; pixel += 1) {
      if (valid[pixel] === 0) continue;
      const [red, green, blue] = colourOf(bands.map((band) => band[pixel] as number));
      image.data.set([red, green, blue, 255], pixel * 4);
    }
    context.putImageData(image, 0, 0);
    canvas.current.dataset.drawn = `${row},${col}`;
  }, [pixels, rendering, row, col]);
  const inset = `${(surroundingShare / (1 + 2 * surroundingShare)) * 100}%`;
  return (
    <div className="relative aspect-square w-full min-w-0 max-w-[calc(100dvh-15rem)] md:flex-1 overflow-hidden rounded-md bg-muted">
      <canvas
        ref={canvas}
        role="img"
        aria-label={t("review.tile", { scene: scene.name, row, col })}
        className="absolute inset-0 size-full [image-rendering:pixelated]"
      />
      <span
        aria-hidden
        className="pointer-events-none absolute border-2 border-white outline outline-black/60"
        style={{ inset }}
      />
    </div>
  );
}

function useSurroundings(
  scene: Scene,
  reader: Promise<CogReader> | null,
  row: number,
  col: number,
  bands: readonly number[],
): WindowPixels | null {
  const [pixels, setPixels] = useState<WindowPixels | null>(null);
  const bandKey = bands.join();
  useEffect(() => {
    if (!reader) return;
    let isCurrent = true;
    const size = scene.tileSizePx;
    const margin = Math.round(size * surroundingShare);
    const side = size + 2 * margin;
    const window = { row: row * size - margin, col: col * size - margin };
    const step = Math.max(1, Math.floor(side / mostPixels));
    reader
      .then((open) =>
        open.readWindow(
          { ...window, heightPx: side, widthPx: side },
          bandKey.split(",").map(Number),
          scene.nodata,
          step,
        ),
      )
      .then((read) => isCurrent && setPixels(read))
      // The picture stays empty; the answers beside it are there all the same.
      .catch(() => isCurrent && setPixels(null));
    return () => {
      isCurrent = false;
    };
  }, [reader, scene, row, col, bandKey]);
  return pixels;
}
