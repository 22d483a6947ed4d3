"use client";

import "ol/ol.css";
import { useEffect, useRef } from "react";
import { cn } from "@/lib/cn";
import type { Scene } from "@/lib/contracts/scenes";
import type { BandRendering } from "./band-rendering";
import type { GridStyle } from "./grid-layer";
import type { ImageryState } from "./scene-imagery";
import { SceneMap } from "./scene-map";
import type { MapPadding } from "./scene-view";

type MapViewProps = {
  scene: Scene;
  label: string;
  rendering: BandRendering;
  gridStyle: GridStyle;
  padding: MapPadding;
  graticuleVisible: boolean;
  onMap: (map: SceneMap | null) => void;
  onImagery: (state: ImageryState) => void;
  onViewMoved: (map: SceneMap) => void;
  className?: string;
};

/** The place in a page where a scene's map lives; a new scene gets a new map. */
export function MapView(props: MapViewProps) {
  const { scene, rendering, gridStyle, padding, graticuleVisible } = props;
  const host = useRef<HTMLDivElement>(null);
  const current = useRef<SceneMap | null>(null);
  const latest = useRef(props);
  latest.current = props;

  // biome-ignore lint/correctness/useExhaustiveDependencies: only another scene needs another map; everything else is applied to it below.
  useEffect(() => {
    const target = host.current;
    if (!target) return;
    const map = new SceneMap(target, scene, {
      rendering: latest.current.rendering,
      gridStyle: latest.current.gridStyle,
      padding: latest.current.padding,
      listener: {
        imageryChanged: (state) => latest.current.onImagery(state),
        viewMoved: () => current.current && latest.current.onViewMoved(current.current),
      },
    });
    map.showGraticule(latest.current.graticuleVisible);
    current.current = map;
    latest.current.onMap(map);
    return () => {
      current.current = null;
      latest.current.onMap(null);
      map.dispose();
    };
  }, [scene.id, scene.sha256]);

  useEffect(() => current.current?.setRendering(rendering), [rendering]);
  useEffect(() => current.current?.grid.setGridStyle(gridStyle), [gridStyle]);
  useEffect(() => current.current?.setPadding(padding), [padding]);
  useEffect(() => current.current?.showGraticule(graticuleVisible), [graticuleVisible]);

  return (
    <div
      ref={host}
      role="application"
      aria-label={props.label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the map is worked with by keyboard.
      tabIndex={0}
      onContextMenu={(event) => event.preventDefault()}
      className={cn("absolute inset-0 outline-none", props.className)}
    />
  );
}
