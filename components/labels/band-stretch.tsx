import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { useTranslations } from "use-intl";
import { NumberInput } from "@/components/ui/number-input";
import { useFormat } from "@/lib/i18n/use-format";
import type { ChannelStatistics, Stretch } from "../map/band-rendering";
import { HistogramBars } from "./histogram-bars";
import {
  axisOf,
  movedStretch,
  partAt,
  type StretchPart,
  shareOf,
  type ValueAxis,
} from "./stretch-axis";

/** How near a press must be to an end to take hold of it alone, CSS pixels. */
const reachPx = 7;

type Held = {
  part: StretchPart;
  fromX: number;
  stretch: Stretch;
  axis: ValueAxis;
  widthPx: number;
};

/**
 * The histogram of a channel with handles at the values that become dark and bright: drag one of
 * them, or between them to move both; a double click goes back to what the scene suggests.
 */
export function BandStretch({
  name,
  statistics,
  colour,
  stretch,
  isLog,
  onChange,
  onReset,
}: {
  name: string;
  /** undefined: not computed yet. */
  statistics: ChannelStatistics | undefined;
  colour: string | undefined;
  stretch: Stretch;
  isLog: boolean;
  onChange: (stretch: Stretch) => void;
  onReset: () => void;
}) {
  const t = useTranslations("labels");
  const drag = useStretchDrag(stretch, onChange);
  if (!statistics) return <div className="mt-1.5 h-18" />;
  // While it is dragged the axis stands still under the pointer.
  const axis = drag.heldAxis() ?? axisOf(statistics, stretch);
  const ends = (["low", "high"] as const).map((end) => (
    <Handle
      key={end}
      end={end}
      label={t(end === "low" ? "darkEnd" : "brightEnd", { band: name })}
      stretch={stretch}
      axis={axis}
      onChange={onChange}
    />
  ));
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: its handles are the controls.
    <div className="mt-1.5" onDoubleClick={onReset}>
      <div
        title={t("stretchHelp")}
        className="relative h-11 cursor-ew-resize touch-none select-none"
        onPointerDown={(event) => drag.begin(event, axis)}
        onPointerMove={drag.move}
        onPointerUp={drag.letGo}
        onPointerCancel={drag.letGo}
      >
        <HistogramBars
          statistics={statistics}
          axis={axis}
          stretch={stretch}
          colour={colour}
          isLog={isLog}
        />
        {ends}
      </div>
      <Values name={name} stretch={stretch} axis={axis} onChange={onChange} />
    </div>
  );
}

function useStretchDrag(stretch: Stretch, onChange: (stretch: Stretch) => void) {
  const held = useRef<Held | null>(null);
  return {
    heldAxis: () => held.current?.axis ?? null,
    begin: (event: PointerEvent<HTMLDivElement>, axis: ValueAxis) => {
      if (event.button !== 0) return;
      const box = event.currentTarget.getBoundingClientRect();
      const share = (event.clientX - box.left) / box.width;
      const part = partAt(share, stretch, axis, reachPx / box.width);
      event.currentTarget.setPointerCapture(event.pointerId);
      event.preventDefault();
      held.current = { part, fromX: event.clientX, stretch, axis, widthPx: box.width };
      if (part === "both") return;
      event.currentTarget.querySelector<HTMLElement>(`[data-end=${part}]`)?.focus();
    },
    move: (event: PointerEvent<HTMLDivElement>) => {
      const from = held.current;
      if (!from) return;
      const by = ((event.clientX - from.fromX) / from.widthPx) * (from.axis.high - from.axis.low);
      if (by !== 0) onChange(movedStretch(from.stretch, from.part, by, from.axis));
    },
    letGo: () => {
      held.current = null;
    },
  };
}

const arrowSteps: Record<string, number> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -10,
  PageUp: 10,
};

function Handle({
  end,
  label,
  stretch,
  axis,
  onChange,
}: {
  end: "low" | "high";
  label: string;
  stretch: Stretch;
  axis: ValueAxis;
  onChange: (stretch: Stretch) => void;
}) {
  const format = useFormat();
  const step = (axis.high - axis.low) / 200;
  const onKeyDown = (event: KeyboardEvent) => {
    const steps = arrowSteps[event.key];
    const toEnd = { Home: axis.low, End: axis.high }[event.key];
    if ((steps === undefined && toEnd === undefined) || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    const by = steps === undefined ? (toEnd ?? 0) - stretch[end] : steps * step;
    onChange(movedStretch(stretch, end, event.shiftKey ? by * 10 : by, axis));
  };
  return (
    <div
      role="slider"
      tabIndex={0}
      data-end={end}
      aria-label={label}
      aria-valuemin={axis.low}
      aria-valuemax={axis.high}
      aria-valuenow={stretch[end]}
      aria-valuetext={format.number(stretch[end], 3)}
      onKeyDown={onKeyDown}
      className="absolute inset-y-0 w-3 -translate-x-1/2 outline-none before:absolute before:inset-y-0 before:left-1/2 before:w-px before:-translate-x-1/2 before:bg-foreground after:absolute after:bottom-0 after:left-1/2 after:size-2.5 after:-translate-x-1/2 after:translate-y-1/2 after:rotate-45 after:rounded-[2px] after:border after:border-foreground after:bg-card focus-visible:before:w-0.5 focus-visible:before:bg-ring focus-visible:after:border-ring focus-visible:after:bg-ring"
      style={{ left: `${Math.min(1, Math.max(0, shareOf(stretch[end], axis))) * 100}%` }}
    />
  );
}

/** The ends as numbers, to be written as well. */
function Values({
  name,
  stretch,
  axis,
  onChange,
}: {
  name: string;
  stretch: Stretch;
  axis: ValueAxis;
  onChange: (stretch: Stretch) => void;
}) {
  const t = useTranslations("labels");
  const step = (axis.high - axis.low) / 200;
  return (
    <div className="mt-1.5 flex justify-between [&_input]:h-5.5 [&_input]:border-transparent [&_input]:bg-transparent [&_input]:px-1 [&_input]:text-muted-foreground [&_input]:text-xs [&_input]:hover:border-input">
      {(["low", "high"] as const).map((end) => (
        <NumberInput
          key={end}
          className={end === "high" ? "w-20 [&_input]:text-right" : "w-20"}
          aria-label={t(end === "low" ? "darkValue" : "brightValue", { band: name })}
          value={Number.parseFloat(stretch[end].toPrecision(4))}
          step={step}
          onDoubleClick={(event) => event.stopPropagation()}
          onValueChange={(value) => {
            if (value === null || !Number.isFinite(value)) return;
            const next = { ...stretch, [end]: value };
            if (next.high > next.low) onChange(next);
          }}
        />
      ))}
    </div>
  );
}
