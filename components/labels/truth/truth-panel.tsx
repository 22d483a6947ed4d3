import { X } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { cn } from "@/lib/cn";
import { useWorkspace } from "../workspace-context";
import { TruthPlanner } from "./truth-planner";

/** Labels from a file, looked at on the map before they are given; in the place of the other panels. */
export function TruthPanel() {
  const t = useTranslations("truth");
  const { truth, settings, map } = useWorkspace();
  const panel = useRef<HTMLElement>(null);
  const { file } = truth;
  useEffect(() => {
    if (file) panel.current?.focus({ preventScroll: true });
  }, [file]);
  if (!file) return null;
  const close = () => {
    truth.close();
    map?.map.getTargetElement()?.focus({ preventScroll: true });
  };
  return (
    <aside
      ref={panel}
      tabIndex={-1}
      aria-label={t("title")}
      className={cn(
        "floating-panel absolute top-13 right-2 z-15 flex max-h-[calc(100%-3.75rem)] w-84 flex-col outline-none",
        // What was chosen is kept while all panels are away.
        !settings.panelsVisible && "hidden",
      )}
    >
      <header className="flex items-center justify-between gap-2 border-b py-1 pr-1 pl-3">
        <h2 className="truncate font-medium text-sm">{t("title")}</h2>
        <Button variant="ghost" size="icon-sm" aria-label={t("close")} onClick={close}>
          <X />
        </Button>
      </header>
      <TruthPlanner
        key={file.readingId}
        file={file}
        onReadAgain={(readingId) => truth.show({ ...file, readingId })}
        onBack={truth.choose}
        onDone={close}
      />
    </aside>
  );
}
