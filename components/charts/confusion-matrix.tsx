"use client";

import { type MouseEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { ColourSwatch } from "@/components/ui/colour-swatch";
import { cn } from "@/lib/cn";

export interface MatrixClass {
  name: string;
  colour: string;
}

export interface MatrixCell {
  row: number;
  col: number;
  count: number;
  /** Of the true class; null where the class has no tile. */
  share: number | null;
}

interface ConfusionMatrixProps {
  classes: readonly MatrixClass[];
  /** [true class][predicted class]. */
  counts: readonly (readonly number[])[];
  formatCell: (cell: MatrixCell) => string;
  /** The whole sentence about a cell. */
  describeCell: (cell: MatrixCell) => string;
  rowsTitle: ReactNode;
  columnsTitle: ReactNode;
}

/** Above this a table of cells is too heavy and too small to read: a picture with a read-out. */
const mostCellsPerSide = 32;

function cellAt(counts: ConfusionMatrixProps["counts"], row: number, col: number): MatrixCell {
  const line = counts[row] ?? [];
  const total = line.reduce((sum, count) => sum + count, 0);
  const count = line[col] ?? 0;
  return { row, col, count, share: total > 0 ? count / total : null };
}

/**
 * How strongly a cell is filled, 0..1. The square root lifts small shares: a mistake made with 4 %
 * of a class should be seen beside a diagonal near 100 %.
 */
export function cellStrength(share: number | null): number {
  return share === null ? 0 : Math.sqrt(share);
}

/** True classes in rows, predicted ones in columns; right answers in the accent, mistakes warm. */
export function ConfusionMatrix(props: ConfusionMatrixProps) {
  return props.classes.length > mostCellsPerSide ? (
    <MatrixPicture {...props} />
  ) : (
    <MatrixTable {...props} />
  );
}

function MatrixTable({
  classes,
  counts,
  formatCell,
  describeCell,
  rowsTitle,
  columnsTitle,
}: ConfusionMatrixProps) {
  const [hovered, setHovered] = useState<MatrixCell | null>(null);
  const density = classes.length > 14 ? "small" : classes.length > 7 ? "middle" : "large";
  return (
    <div className="min-w-0">
      <div className="overflow-x-auto">
        <table className="border-separate border-spacing-px text-xs">
          <thead>
            <tr>
              <th className="min-w-24 p-1 text-left align-bottom font-normal text-muted-foreground">
                <span className="block text-right">{columnsTitle} →</span>
                <span className="block">{rowsTitle} ↓</span>
              </th>
              {classes.map((one, col) => (
                <th
                  key={one.name}
                  scope="col"
                  className={cn(
                    "p-1 text-left align-bottom font-normal",
                    hovered?.col === col ? "text-foreground" : "text-muted-foreground",
                  )}
                >
                  <span
                    title={one.name}
                    className="inline-flex max-h-28 rotate-180 items-center gap-1.5 [writing-mode:vertical-rl]"
                  >
                    <ColourSwatch colour={one.colour} className="size-2.5" />
                    <span className="min-h-0 overflow-hidden text-ellipsis whitespace-nowrap">
                      {one.name}
                    </span>
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {classes.map((one, row) => (
              <tr key={one.name}>
                <th
                  scope="row"
                  className={cn(
                    "max-w-44 truncate py-0 pr-2 text-left font-normal",
                    hovered?.row === row ? "text-foreground" : "text-muted-foreground",
                  )}
                >
                  <ColourSwatch colour={one.colour} className="mr-1.5 size-2.5" />
                  {one.name}
                </th>
                {classes.map((other, col) => {
                  const cell = cellAt(counts, row, col);
                  return (
                    <Cell
                      key={other.name}
                      cell={cell}
                      density={density}
                      text={formatCell(cell)}
                      description={describeCell(cell)}
                      onHover={setHovered}
                    />
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="mt-1.5 min-h-5 text-muted-foreground text-sm">
        {hovered && describeCell(hovered)}
      </p>
    </div>
  );
}

const cellSizes = {
  large: "h-9 min-w-12 px-1",
  middle: "h-8 min-w-8 px-0.5",
  small: "h-6 min-w-7 px-0.5",
};

function Cell({
  cell,
  density,
  text,
  description,
  onHover,
}: {
  cell: MatrixCell;
  density: keyof typeof cellSizes;
  text: string;
  description: string;
  onHover: (cell: MatrixCell | null) => void;
}) {
  const percent = Math.round(cellStrength(cell.share) * 88);
  const hue = cell.row === cell.col ? "var(--primary)" : "var(--chart-2)";
  return (
    <td
      aria-label={description}
      onMouseEnter={() => onHover(cell)}
      onMouseLeave={() => onHover(null)}
      className={cn(
        "rounded-[2px] text-center tabular-nums hover:outline hover:outline-foreground",
        cellSizes[density],
        cell.count === 0 && "text-muted-foreground/50",
      )}
      style={{
        background:
          cell.count === 0
            ? "var(--muted)"
            : `color-mix(in oklch, ${hue} ${Math.max(8, percent)}%, var(--card))`,
        color: percent > 58 ? "var(--primary-foreground)" : undefined,
      }}
    >
      {text}
    </td>
  );
}

const pictureSizePx = 560;

function MatrixPicture({
  classes,
  counts,
  describeCell,
  rowsTitle,
  columnsTitle,
}: ConfusionMatrixProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [hovered, setHovered] = useState<MatrixCell | null>(null);
  const side = classes.length;
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    context.clearRect(0, 0, side, side);
    for (let row = 0; row < side; row += 1) {
      for (let col = 0; col < side; col += 1) {
        const strength = cellStrength(cellAt(counts, row, col).share);
        if (strength === 0) continue;
        const hue = row === col ? "86, 150, 200" : "222, 130, 60";
        context.fillStyle = `rgba(${hue}, ${0.15 + 0.85 * strength})`;
        context.fillRect(col, row, 1, 1);
      }
    }
  }, [counts, side]);
  const look = (event: MouseEvent<HTMLCanvasElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const place = (at: number, size: number) =>
      Math.min(side - 1, Math.max(0, Math.floor((at / size) * side)));
    const row = place(event.clientY - box.top, box.height);
    setHovered(cellAt(counts, row, place(event.clientX - box.left, box.width)));
  };
  return (
    <div className="min-w-0">
      <p className="mb-1 text-muted-foreground text-xs">
        {rowsTitle} ↓ {columnsTitle} →
      </p>
      <canvas
        ref={canvas}
        width={side}
        height={side}
        onMouseMove={look}
        onMouseLeave={() => setHovered(null)}
        className="aspect-square w-full rounded-sm bg-muted [image-rendering:pixelated]"
        style={{ maxWidth: pictureSizePx }}
      />
      <p className="mt-1.5 min-h-5 text-sm">{hovered && describeCell(hovered)}</p>
    </div>
  );
}
