import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

/** One figure with its name; the unit is smaller. */
export function Stat({
  label,
  value,
  unit,
  note,
  className,
}: {
  label: ReactNode;
  value: ReactNode;
  unit?: ReactNode;
  note?: ReactNode;
  className?: string;
}) {
  return (
    <div className={cn("min-w-0", className)}>
      <p className="truncate text-muted-foreground text-sm">{label}</p>
      <p className="num mt-0.5 truncate font-semibold text-xl">
        {value}
        {unit && <span className="ml-1 font-normal text-base text-muted-foreground">{unit}</span>}
      </p>
      {note && <p className="num truncate text-muted-foreground text-sm">{note}</p>}
    </div>
  );
}
