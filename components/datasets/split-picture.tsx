"use client";

import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { Thumbnail } from "@/components/projects/thumbnail";
import type { SplitName } from "@/lib/contracts/common";
import type { Scene } from "@/lib/contracts/scenes";
import { splitColours, splitNames } from "./split-colours";

/** The part of every tile of a scene: 0 not used, 1 train, 2 val, 3 test, row by row. */
export interface Assignment {
  sceneId: string;
  gridRows: number;
  gridCols: number;
  plane: Uint8Array;
}

export function decodePlane(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

function rgbOf(name: SplitName): [number, number, number] {
  const colour = splitColours[name];
  const part = (start: number) => Number.parseInt(colour.slice(start, start + 2), 16);
  return [part(1), part(3), part(5)];
}

const alpha = 165;
const unusedAlpha = 90;

/** One pixel per tile. */
function paintPlane({ gridCols, gridRows, plane }: Assignment): ImageData {
  const image = new ImageData(gridCols, gridRows);
  const colours = splitNames.map(rgbOf);
  for (let tile = 0; tile < plane.length; tile += 1) {
    const colour = colours[(plane[tile] ?? 0) - 1];
    image.data.set(colour ? [...colour, alpha] : [128, 128, 128, unusedAlpha], tile * 4);
  }
  return image;
}

/** Higher pictures get narrower instead, and keep their shape. */
const tallestRem = 26;

/** The parts drawn as coloured blocks over the scene. */
export function SplitPicture({ scene, assignment }: { scene: Scene; assignment: Assignment }) {
  const t = useTranslations("datasets");
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    canvas.current?.getContext("2d")?.putImageData(paintPlane(assignment), 0, 0);
  }, [assignment]);
  // The grid may reach over the scene's edge by a part of a tile.
  const reach = (tiles: number, pixels: number) =>
    `${((tiles * scene.tileSizePx) / pixels) * 100}%`;
  return (
    <figure className="min-w-0">
      <div
        className="relative w-full overflow-hidden rounded-md border bg-muted"
        style={{
          aspectRatio: `${scene.widthPx} / ${scene.heightPx}`,
          maxWidth: `${(tallestRem * scene.widthPx) / scene.heightPx}rem`,
        }}
      >
        <Thumbnail sceneId={scene.id} alt={scene.name} className="absolute inset-0" />
        <canvas
          ref={canvas}
          width={assignment.gridCols}
          height={assignment.gridRows}
          role="img"
          aria-label={`${t("result.picture")}: ${scene.name}`}
          className="absolute top-0 left-0 [image-rendering:pixelated]"
          style={{
            width: reach(assignment.gridCols, scene.widthPx),
            height: reach(assignment.gridRows, scene.heightPx),
          }}
        />
      </div>
      <figcaption className="mt-1 truncate text-muted-foreground text-sm">{scene.name}</figcaption>
    </figure>
  );
}

/** The colours of the parts. */
export function SplitLegend() {
  const t = useTranslations("datasets");
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
      {splitNames.map((name) => (
        <li key={name} className="flex items-center gap-1.5">
          <span
            aria-hidden
            className="size-2.5 rounded-[2px]"
            style={{ background: splitColours[name] }}
          />
          {t(`part.${name}`)}
        </li>
      ))}
    </ul>
  );
}

/** All scenes of a dataset, as many as there is room for beside each other. */
export function SplitPictures({
  scenes,
  assignments,
}: {
  scenes: readonly Scene[];
  assignments: readonly Assignment[];
}) {
  const one = assignments.length === 1;
  return (
    <div className={one ? undefined : "grid grid-cols-2 gap-3 2xl:grid-cols-3"}>
      {assignments.map((assignment) => {
        const scene = scenes.find((candidate) => candidate.id === assignment.sceneId);
        return scene && <SplitPicture key={scene.id} scene={scene} assignment={assignment} />;
      })}
    </div>
  );
}
