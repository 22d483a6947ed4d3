import { unByKey } from "ol/Observable";
import { type PointerEvent, useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { useWorkspace } from "./workspace-context";

const longestSidePx = 160;

/** The whole scene in a corner, with a frame around what is on screen; a click moves the map there. */
export function OverviewMap() {
  const t = useTranslations("labels");
  const { scene, map } = useWorkspace();
  const frame = useRef<HTMLSpanElement>(null);
  const [minX, minY, maxX, maxY] = scene.extent;
  const [width, height] = [maxX - minX, maxY - minY];
  useEffect(() => {
    if (!map) return;
    let request = 0;
    const draw = () => {
      request = 0;
      const window = map.window;
      if (!window || !frame.current) return;
      const share = (value: number) => `${Math.min(1, Math.max(0, value)) * 100}%`;
      frame.current.style.left = share((window[0] - minX) / width);
      frame.current.style.right = share((maxX - window[2]) / width);
      frame.current.style.top = share((maxY - window[3]) / height);
      frame.current.style.bottom = share((window[1] - minY) / height);
    };
    const schedule = () => {
      if (request === 0) request = requestAnimationFrame(draw);
    };
    const keys = [map.view.on("change", schedule), map.map.on("change:size", schedule)];
    schedule();
    return () => {
      cancelAnimationFrame(request);
      unByKey(keys);
    };
  }, [map, minX, minY, maxX, maxY, width, height]);
  const move = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    map?.view.setCenter([
      minX + ((event.clientX - box.left) / box.width) * width,
      maxY - ((event.clientY - box.top) / box.height) * height,
    ]);
  };
  const scale = longestSidePx / Math.max(scene.widthPx, scene.heightPx);
  return (
    <div
      role="img"
      aria-label={t("overview")}
      className="floating-panel relative touch-none overflow-hidden"
      style={{ width: scene.widthPx * scale, height: scene.heightPx * scale }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        move(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) move(event);
      }}
    >
      {/* biome-ignore lint/performance/noImgElement: the server made it in its final size. */}
      <img
        src={`/api/scenes/${scene.id}/thumbnail`}
        alt=""
        draggable={false}
        className="size-full"
      />
      <span
        ref={frame}
        aria-hidden
        className="pointer-events-none absolute border-2 border-white outline outline-black/60"
      />
    </div>
  );
}
