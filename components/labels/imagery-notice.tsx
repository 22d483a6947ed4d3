import { TriangleAlert } from "lucide-react";
import { useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";
import { ErrorState } from "@/components/ui/error-state";
import { useSaid } from "@/lib/i18n/use-said";
import { findTrouble, subscribeTrouble } from "../map/imagery-trouble";
import type { ImageryState } from "../map/scene-imagery";

/**
 * Why there is no imagery, or no more of it. Where its host is away or its file has changed this is a
 * quiet line above the status bar: the grid is there, and tiles can be labelled meanwhile.
 */
export function ImageryNotice({ sceneId, state }: { sceneId: string; state: ImageryState }) {
  const t = useTranslations("labels");
  const said = useSaid();
  const url = `/api/scenes/${sceneId}/raster`;
  const trouble = useSyncExternalStore(
    subscribeTrouble,
    () => findTrouble(url),
    () => null,
  );
  if (trouble) {
    const { message, hint } = said(trouble);
    return (
      <div
        role="status"
        className="absolute bottom-3 left-1/2 z-10 flex max-w-[min(36rem,90%)] -translate-x-1/2 items-start gap-2 rounded-md border bg-popover/95 px-3 py-2 text-sm shadow-sm"
      >
        <TriangleAlert className="mt-0.5 size-3.5 shrink-0 text-warning" aria-hidden />
        <p className="min-w-0 break-words">
          {message} {hint && <span className="text-muted-foreground">{hint}</span>}
        </p>
      </div>
    );
  }
  if (state.status !== "failed") return null;
  return (
    <ErrorState
      className="absolute top-1/2 left-1/2 z-10 w-96 -translate-x-1/2 -translate-y-1/2"
      error={new Error(t("imageryFailed", { reason: state.message }))}
    />
  );
}
