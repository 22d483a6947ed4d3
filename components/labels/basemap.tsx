import { useQuery } from "@tanstack/react-query";
import { RefreshCw, TriangleAlert } from "lucide-react";
import type OlMap from "ol/Map";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { apiQuery } from "@/lib/api-client";
import type { Problem } from "@/lib/contracts/common";
import { useSaid } from "@/lib/i18n/use-said";
import { toProblem } from "@/lib/to-problem";
import { createBasemapLayer } from "../map/basemap-layer";
import { useWorkspace } from "./workspace-context";

/** Not for every tile that fails is asked why. */
const askAgainMs = 5_000;

/** The basemap that the administrator chose; null where there is none, or the scene lies nowhere. */
export function useBasemap() {
  const { scene } = useWorkspace();
  const { data } = useQuery(apiQuery.environment.getBasemap.queryOptions());
  return scene.crs.proj4 ? (data?.basemap ?? null) : null;
}

/** Lays the basemap under a map. @returns Why it does not come, and a way to try again. */
export function useBasemapLayer(olMap: OlMap | null): {
  problem: Problem | null;
  retry: () => void;
} {
  const { map, scene, settings } = useWorkspace();
  const basemap = useBasemap();
  const [layer, setLayer] = useState<ReturnType<typeof createBasemapLayer> | null>(null);
  const { problem, hear } = useTileProblem();
  const [attempt, setAttempt] = useState(0);
  const facts = map?.facts ?? null;
  // A new layer for every attempt: tiles that failed stay failed in the old one's caches.
  // biome-ignore lint/correctness/useExhaustiveDependencies: an attempt is a reason to begin anew.
  useEffect(() => {
    if (!olMap || !facts || !basemap) return;
    const { projection } = facts;
    const made = createBasemapLayer(basemap, { extent: scene.extent, projection }, hear);
    olMap.addLayer(made);
    setLayer(made);
    return () => {
      setLayer(null);
      hear(null);
      olMap.removeLayer(made);
      made.dispose();
    };
  }, [olMap, facts, basemap, scene.extent, hear, attempt]);
  useEffect(() => {
    layer?.setOpacity(settings.basemapOpacity);
    layer?.setVisible(settings.basemapOpacity > 0);
  }, [layer, settings.basemapOpacity]);
  return { problem, retry: () => setAttempt((before) => before + 1) };
}

/** Asks, for a tile that failed, what the server says about it. */
function useTileProblem() {
  const [problem, setProblem] = useState<Problem | null>(null);
  const askedAtMs = useRef(0);
  const [hear] = useState(() => (failed: string | null) => {
    if (failed === null) {
      setProblem(null);
      askedAtMs.current = 0;
      return;
    }
    if (Date.now() - askedAtMs.current < askAgainMs) return;
    askedAtMs.current = Date.now();
    void explain(failed).then((found) => found && setProblem(found));
  });
  return { problem, hear };
}

/** null where the map merely ends. */
async function explain(address: string): Promise<Problem | null> {
  try {
    const response = await fetch(address);
    if (response.ok) return null;
    const found = toProblem({ data: await response.json() });
    return found.code === "not_found" ? null : found;
  } catch {
    // No answer, or one that is not the studio's.
    return { code: "unreachable", message: "", hint: null };
  }
}

/** The basemap under the scene, and who made it; or why it is not there. */
export function Basemap() {
  const t = useTranslations("labels");
  const said = useSaid();
  const { map, settings } = useWorkspace();
  const basemap = useBasemap();
  const { problem, retry } = useBasemapLayer(map?.map ?? null);
  if (!basemap || settings.basemapOpacity === 0) return null;
  const place = "absolute bottom-1 left-1/2 z-5 max-w-[50%] -translate-x-1/2 text-xs";
  if (problem) {
    const { message, hint } = said(problem);
    return (
      <div
        role="status"
        title={hint ?? undefined}
        className={`${place} floating-panel flex items-center gap-2 px-2 py-1`}
      >
        <TriangleAlert aria-hidden className="size-3.5 shrink-0 text-warning" />
        <span className="min-w-0 truncate">
          {problem.code === "unreachable" ? t("basemapUnreachable") : message}
        </span>
        <Button variant="ghost" size="icon-xs" aria-label={t("basemapRetry")} onClick={retry}>
          <RefreshCw />
        </Button>
      </div>
    );
  }
  if (!basemap.attribution) return null;
  return (
    <p
      className={`${place} pointer-events-none truncate rounded-sm bg-card/80 px-1.5 text-muted-foreground`}
    >
      {basemap.attribution}
    </p>
  );
}
