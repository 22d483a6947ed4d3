"use client";

import "uplot/dist/uPlot.min.css";
import { useTheme } from "next-themes";
import { useEffect, useMemo, useRef, useState } from "react";
import uPlot from "uplot";
import { noValue } from "./format";
import {
  alignLines,
  type ChartLine,
  type ChartMark,
  columnsPerLine,
  plotOptions,
  valueColumn,
} from "./plot-options";

interface LineChartProps {
  title: string;
  /** Said under the title's right end: what is hovered, such as "step". */
  xName: string;
  lines: readonly ChartLine[];
  formatX: (x: number) => string;
  formatY: (y: number) => string;
  /** With units, for the read-out; `formatY` when missing. */
  formatValue?: (y: number | null | undefined) => string;
  heightPx?: number;
  logY?: boolean;
  fromZero?: boolean;
  xSpan?: readonly [number, number];
  syncKey?: string;
  marks?: readonly ChartMark[];
}

type CursorIndices = readonly (number | null | undefined)[];

/** The newest value of a line; null when it is NaN, undefined when there is none. */
function newest(line: ChartLine): number | null | undefined {
  return line.y.at(-1);
}

/**
 * Curves that share an x axis. The plot is built once for a set of lines; points that arrive later
 * go in through setData in the next animation frame, so an event costs one redraw.
 */
export function LineChart(props: LineChartProps) {
  const { lines, logY = false, fromZero = true, heightPx = 200, syncKey } = props;
  const { resolvedTheme } = useTheme();
  const holder = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const [cursor, setCursor] = useState<CursorIndices | null>(null);

  const shape = useMemo(
    () => JSON.stringify(lines.map((line) => [line.key, line.colour, line.dash, line.points])),
    [lines],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: `shape` stands for the lines' looks, the theme for the colours read from the page; data goes through setData below.
  useEffect(() => {
    const element = holder.current;
    if (!element) return;
    const style = getComputedStyle(element);
    const options = plotOptions(
      latest.current.lines,
      {
        widthPx: Math.max(120, element.clientWidth),
        heightPx,
        logY,
        fromZero,
        syncKey,
        formatX: (x) => latest.current.formatX(x),
        formatY: (y) => latest.current.formatY(y),
        ink: style.color,
        rule: style.borderColor,
      },
      {
        onCursor: setCursor,
        lines: () => latest.current.lines,
        marks: () => latest.current.marks ?? [],
        xSpan: () => latest.current.xSpan,
      },
    );
    const made = new uPlot(options, alignLines(latest.current.lines, logY), element);
    plot.current = made;
    const observer = new ResizeObserver(() => {
      made.setSize({ width: Math.max(120, element.clientWidth), height: heightPx });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
      setCursor(null);
    };
  }, [shape, logY, heightPx, syncKey, resolvedTheme]);

  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      const current = plot.current;
      if (!current || current.series.length !== 1 + lines.length * columnsPerLine) return;
      const data = alignLines(lines, logY);
      const shown = current.scales.x;
      const before = current.data[0];
      const zoomed =
        before.length > 1 &&
        shown?.min != null &&
        shown.max != null &&
        (shown.min > (before[0] ?? 0) || shown.max < (before[before.length - 1] ?? 0));
      current.setData(data, !zoomed);
      if (zoomed) current.redraw();
    });
    return () => cancelAnimationFrame(frame);
  }, [lines, logY]);

  return (
    <figure className="min-w-0" aria-label={props.title}>
      <figcaption className="flex min-h-6 flex-wrap items-baseline gap-x-4 gap-y-1 px-1 text-xs">
        <span className="font-medium text-foreground text-sm">{props.title}</span>
        <ReadOut {...props} plot={plot.current} cursor={cursor} />
      </figcaption>
      <div
        ref={holder}
        className="border-border/60 text-muted-foreground [&_.u-select]:bg-foreground/10"
        style={{ height: heightPx }}
      />
    </figure>
  );
}

interface ReadOutProps extends LineChartProps {
  plot: uPlot | null;
  cursor: CursorIndices | null;
}

/** Legend and values in one: those under the cursor, else the newest. */
function ReadOut({ lines, plot, cursor, xName, formatX, formatY, formatValue }: ReadOutProps) {
  const show = formatValue ?? ((y) => (y == null ? noValue : formatY(y)));
  const hoveredX = cursor && plot ? plot.data[0][cursor[0] ?? -1] : undefined;
  return (
    <>
      <span className="text-muted-foreground tabular-nums">
        {hoveredX === undefined ? "" : `${xName} ${formatX(hoveredX)}`}
      </span>
      <ul className="ml-auto flex flex-wrap justify-end gap-x-3 gap-y-0.5">
        {lines.map((line, index) => {
          const column = valueColumn(index);
          const at = cursor?.[column];
          const value = cursor && plot && at != null ? plot.data[column]?.[at] : newest(line);
          return (
            <li key={line.key} className="flex items-baseline gap-1.5">
              <span
                aria-hidden
                className="inline-block h-0 w-3.5 -translate-y-[3px] border-t-2"
                style={{
                  borderColor: line.colour,
                  borderStyle: line.dash?.length ? "dashed" : "solid",
                }}
              />
              <span className="max-w-40 truncate text-muted-foreground">{line.label}</span>
              <span className="min-w-12 text-right text-foreground tabular-nums">
                {show(value)}
              </span>
            </li>
          );
        })}
      </ul>
    </>
  );
}
