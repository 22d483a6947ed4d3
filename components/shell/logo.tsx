import { cn } from "@/lib/cn";

/** Four tiles, one still to be labelled. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={cn("size-6", className)}>
      <rect x="2" y="2" width="9" height="9" rx="1.6" fill="currentColor" opacity="0.9" />
      <rect x="13" y="2" width="9" height="9" rx="1.6" fill="currentColor" opacity="0.55" />
      <rect x="2" y="13" width="9" height="9" rx="1.6" fill="currentColor" opacity="0.3" />
      <rect
        x="13.8"
        y="13.8"
        width="7.4"
        height="7.4"
        rx="1.2"
        fill="none"
        stroke="var(--primary)"
        strokeWidth="1.6"
        strokeDasharray="2.2 1.7"
      />
    </svg>
  );
}
