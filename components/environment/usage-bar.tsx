import { cn } from "@/lib/cn";

/** Above this share a resource is nearly used up. */
const nearlyFull = 0.9;

/** How much of a resource is in use, with the figures beside it. */
export function UsageBar({
  label,
  usedBytes,
  totalBytes,
  text,
}: {
  label: string;
  usedBytes: number;
  totalBytes: number;
  text: string;
}) {
  const share = totalBytes > 0 ? Math.min(1, Math.max(0, usedBytes / totalBytes)) : 0;
  return (
    <div className="flex items-center gap-3">
      {/* biome-ignore lint/a11y/useSemanticElements: browsers draw the meter element each its own way. */}
      <div
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
        className="h-2 flex-1 overflow-hidden rounded-full bg-secondary"
      >
        <div
          className={cn("h-full rounded-full", share > nearlyFull ? "bg-warning" : "bg-primary/70")}
          style={{ width: `${share * 100}%` }}
        />
      </div>
      <span className="num text-muted-foreground text-sm">{text}</span>
    </div>
  );
}
