import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import type { Scene } from "@/lib/contracts/scenes";
import type { TruthPreview } from "@/lib/contracts/truth";
import { classPalette, PlaneCanvas } from "../../map/plane-canvas";
import { decodePlane } from "../label-plane";

/** The scene with the tiles as they would be labelled. */
export function TruthPicture({ scene, preview }: { scene: Scene; preview: TruthPreview }) {
  const t = useTranslations("truth");
  const holder = useRef<HTMLDivElement>(null);
  const { plane, targets, gridRows, gridCols } = preview;
  useEffect(() => {
    const palette = classPalette(targets.map(({ colour }, index) => ({ index, colour })));
    const { canvas } = new PlaneCanvas(decodePlane(plane), gridRows, gridCols, palette);
    canvas.className = "absolute top-0 left-0 [image-rendering:pixelated]";
    // The last row and column of tiles may reach over the edge of the scene.
    canvas.style.width = `${(100 * gridCols * scene.tileSizePx) / scene.widthPx}%`;
    canvas.style.height = `${(100 * gridRows * scene.tileSizePx) / scene.heightPx}%`;
    holder.current?.replaceChildren(canvas);
  }, [plane, targets, gridRows, gridCols, scene]);
  return (
    <div
      role="img"
      aria-label={t("picture")}
      className="relative mx-auto max-h-80 max-w-full overflow-hidden rounded-md border bg-muted"
      style={{
        aspectRatio: `${scene.widthPx} / ${scene.heightPx}`,
        width: `min(100%, calc(20rem * ${scene.widthPx / scene.heightPx}))`,
      }}
    >
      {/* biome-ignore lint/performance/noImgElement: the server made it in its final size. */}
      <img
        src={`/api/scenes/${scene.id}/thumbnail`}
        alt=""
        className="absolute inset-0 size-full opacity-60"
      />
      <div ref={holder} className="absolute inset-0 opacity-85" />
    </div>
  );
}
