import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { useId } from "react";
import { cn } from "@/lib/cn";
import { useWorkspace } from "./workspace-context";

/** A part of a floating panel that can be folded; whether it is open is remembered. */
export function PanelSection({
  name,
  title,
  action,
  children,
}: {
  name: string;
  title: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}) {
  const { settings, changeSettings } = useWorkspace();
  const id = useId();
  const open = settings.openSections.includes(name);
  const toggle = () =>
    changeSettings({
      openSections: open
        ? settings.openSections.filter((other) => other !== name)
        : [...settings.openSections, name],
    });
  return (
    <section className="border-b last:border-b-0">
      <div className="flex items-center pr-2">
        <button
          type="button"
          aria-expanded={open}
          aria-controls={id}
          onClick={toggle}
          className="flex h-8 min-w-0 flex-1 items-center gap-1 px-2 font-medium text-sm"
        >
          <ChevronRight
            aria-hidden
            className={cn(
              "size-3.5 shrink-0 text-muted-foreground transition-transform",
              open && "rotate-90",
            )}
          />
          <span className="truncate">{title}</span>
        </button>
        {action}
      </div>
      {open && (
        <div id={id} className="px-3 pb-3">
          {children}
        </div>
      )}
    </section>
  );
}
