import uPlot from "uplot";

export interface ChartLine {
  key: string;
  label: string;
  colour: string;
  dash?: number[];
  x: readonly number[];
  /** null is NaN or infinite: drawn as a gap with a mark. */
  y: readonly (number | null)[];
  /** Unsmoothed values, drawn faintly behind. */
  raw?: readonly (number | null)[];
  /** Extremes of the buckets that the points stand for, drawn as a band. */
  lows?: readonly (number | null)[];
  highs?: readonly (number | null)[];
  /** Draws the points too; for curves with few of them, such as one per epoch. */
  points?: boolean;
}

export interface ChartMark {
  x: number;
  label: string;
}

export interface PlotLook {
  widthPx: number;
  heightPx: number;
  logY: boolean;
  /** Keeps zero in sight, for amounts; scores are read by their differences. */
  fromZero: boolean;
  /** Charts with the same key share cursor and zoom. */
  syncKey?: string;
  formatX: (x: number) => string;
  formatY: (y: number) => string;
  ink: string;
  rule: string;
}

/** Columns of the aligned table that one line takes: value, raw, low, high. */
export const columnsPerLine = 4;

/** The column, 1-based behind x, that holds a line's value. */
export function valueColumn(lineIndex: number): number {
  return 1 + lineIndex * columnsPerLine;
}

/**
 * One table for all lines. A step that a line lacks is `undefined` (uPlot draws through it), one
 * where it was NaN is `null` (uPlot leaves a gap). On a log scale what is not positive has no place.
 * Everything is copied: curves grow in place, and what a plot holds must not change under it.
 */
export function alignLines(lines: readonly ChartLine[], logY: boolean): uPlot.AlignedData {
  if (lines.length === 0) return [[]];
  const columnOf = (values: readonly (number | null)[] | undefined, length: number) => {
    if (!values) return new Array<undefined>(length).fill(undefined);
    return logY ? values.map((value) => (value !== null && value > 0 ? value : null)) : [...values];
  };
  const tables = lines.map((line) => {
    const length = line.x.length;
    return [
      [...line.x],
      columnOf(line.y, length),
      columnOf(line.raw, length),
      columnOf(line.lows, length),
      columnOf(line.highs, length),
    ] as uPlot.AlignedData;
  });
  const [only] = tables;
  return tables.length === 1 && only ? only : uPlot.join(tables);
}

/** The nearest point of a series to a hovered index: lines are not measured at the same steps. */
function nearestIndex(plot: uPlot, seriesIndex: number, hovered: number): number | null {
  if (seriesIndex === 0) return hovered;
  const values = plot.data[seriesIndex];
  if (!values) return null;
  for (let reach = 0; reach < values.length; reach += 1) {
    if (values[hovered - reach] != null) return hovered - reach;
    if (values[hovered + reach] != null) return hovered + reach;
    if (hovered - reach < 0 && hovered + reach >= values.length) break;
  }
  return null;
}

function drawMarks(plot: uPlot, marks: readonly ChartMark[], look: PlotLook): void {
  const { ctx, bbox } = plot;
  const scale = devicePixelRatio;
  ctx.save();
  ctx.font = `${10 * scale}px ${getComputedStyle(plot.root).fontFamily}`;
  ctx.textAlign = "right";
  ctx.textBaseline = "top";
  for (const mark of marks) {
    const x = Math.round(plot.valToPos(mark.x, "x", true)) + 0.5;
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.strokeStyle = look.rule;
    ctx.setLineDash([2 * scale, 3 * scale]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.fillStyle = look.ink;
    ctx.globalAlpha = 0.6;
    ctx.fillText(mark.label, x - 3 * scale, bbox.top + scale);
    ctx.globalAlpha = 1;
  }
  ctx.restore();
}

/** A cross on the lower edge wherever a line was NaN: a gap alone would say "nothing measured". */
function drawNotNumbers(plot: uPlot, lines: readonly ChartLine[]): void {
  const { ctx, bbox } = plot;
  const scale = devicePixelRatio;
  const reach = 3 * scale;
  const y = bbox.top + bbox.height - 2 * reach;
  ctx.save();
  ctx.lineWidth = 1.5 * scale;
  for (const line of lines) {
    ctx.strokeStyle = line.colour;
    line.y.forEach((value, index) => {
      const at = line.x[index];
      if (value !== null || at === undefined) return;
      const x = plot.valToPos(at, "x", true);
      if (x < bbox.left || x > bbox.left + bbox.width) return;
      ctx.beginPath();
      ctx.moveTo(x - reach, y - reach);
      ctx.lineTo(x + reach, y + reach);
      ctx.moveTo(x - reach, y + reach);
      ctx.lineTo(x + reach, y - reach);
      ctx.stroke();
    });
  }
  ctx.restore();
}

function withAlpha(colour: string, alpha: number): string {
  const byte = Math.round(alpha * 255)
    .toString(16)
    .padStart(2, "0");
  return `${colour}${byte}`;
}

function seriesOf(line: ChartLine): uPlot.Series[] {
  const hidden: uPlot.Series = { scale: "y", stroke: "transparent", points: { show: false } };
  return [
    {
      scale: "y",
      label: line.label,
      stroke: line.colour,
      width: 1.75,
      dash: line.dash,
      points: line.points ? { show: true, size: 5, fill: line.colour } : { show: false },
    },
    {
      scale: "y",
      stroke: withAlpha(line.colour, 0.28),
      width: 1,
      points: { show: false },
    },
    { ...hidden, width: 0 },
    { ...hidden, width: 0 },
  ];
}

export interface PlotHooks {
  /** Indices into the aligned table by column, or null when the cursor has left. */
  onCursor: (indices: readonly (number | null | undefined)[] | null) => void;
  /** Read at every draw, so that new points need no new plot. */
  lines: () => readonly ChartLine[];
  marks: () => readonly ChartMark[];
  /** What x spans when nothing is zoomed, so that charts beside each other line up. */
  xSpan: () => readonly [number, number] | undefined;
}

/** Everything uPlot is told. Built anew only when the lines, the look or the theme change. */
export function plotOptions(
  lines: readonly ChartLine[],
  look: PlotLook,
  hooks: PlotHooks,
): uPlot.Options {
  const axis: uPlot.Axis = {
    stroke: look.ink,
    grid: { stroke: look.rule, width: 1 },
    ticks: { show: false },
    font: `11px ${getComputedStyle(document.body).fontFamily}`,
    gap: 4,
  };
  return {
    width: look.widthPx,
    height: look.heightPx,
    padding: [8, 12, 0, 0],
    legend: { show: false },
    cursor: {
      dataIdx: nearestIndex,
      drag: { x: true, y: false, setScale: true },
      points: { size: 7, show: true },
      sync: look.syncKey ? { key: look.syncKey, setSeries: false, scales: ["x", null] } : undefined,
    },
    scales: {
      x: {
        time: false,
        range: (plot, min, max) => {
          const xs = plot.data[0];
          const whole = xs.length < 2 || (min === xs[0] && max === xs[xs.length - 1]);
          const [low, high] = (whole && hooks.xSpan()) || [min, max];
          return low === high ? [low - 1, high + 1] : [low, high];
        },
      },
      y: {
        distr: look.logY ? 3 : 1,
        range: look.logY
          ? undefined
          : { min: { pad: 0.1, soft: 0, mode: look.fromZero ? 1 : 0 }, max: { pad: 0.1, mode: 0 } },
      },
    },
    axes: [
      { ...axis, size: 24, values: (_plot, ticks) => ticks.map(look.formatX), space: 64 },
      {
        ...axis,
        size: 56,
        space: 28,
        values: (_plot, ticks) => ticks.map((tick) => (tick === null ? "" : look.formatY(tick))),
      },
    ],
    series: [{}, ...lines.flatMap(seriesOf)],
    bands: lines.map((line, index) => ({
      series: [valueColumn(index) + 3, valueColumn(index) + 2] as [number, number],
      fill: withAlpha(line.colour, 0.14),
    })),
    hooks: {
      drawAxes: [(plot) => drawMarks(plot, hooks.marks(), look)],
      draw: [(plot) => drawNotNumbers(plot, hooks.lines())],
      setCursor: [
        (plot) => {
          const outside = plot.cursor.left === undefined || plot.cursor.left < 0;
          // uPlot writes into one array; a copy lets React see that it has changed.
          hooks.onCursor(outside || !plot.cursor.idxs ? null : [...plot.cursor.idxs]);
        },
      ],
    },
  };
}
