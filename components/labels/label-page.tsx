"use client";

import { skipToken, useQuery } from "@tanstack/react-query";
import { ImagePlus, Layers } from "lucide-react";
import { useRouter, useSearchParams } from "next/navigation";
import { startTransition, useEffect, useEffectEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { useMe } from "@/components/auth/me-context";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Link } from "@/components/ui/link";
import { apiQuery } from "@/lib/api-client";
import { openRasterAhead } from "../map/open-raster";
import { indexedActStore } from "./act-store";
import { EditHistory } from "./edit-history";
import { LabelWorkspace } from "./label-workspace";
import { readRemembered, remember } from "./workspace-settings";

/**
 * Finds the scene to label: the one in the address or that of the prediction in it, else the last
 * one, else the first that is not labelled throughout.
 */
export function LabelPage({ projectId }: { projectId: string }) {
  const t = useTranslations("labels");
  const router = useRouter();
  const address = useSearchParams();
  const predictionId = address.get("prediction");
  const sceneOfAddress = address.get("scene");
  const prediction = useQuery(
    apiQuery.predictions.get.queryOptions({
      input: predictionId && !sceneOfAddress ? { predictionId } : skipToken,
    }),
  );
  const wanted = sceneOfAddress ?? prediction.data?.sceneId ?? null;
  const project = useQuery(apiQuery.projects.get.queryOptions({ input: { projectId } }));
  const scenes = useQuery(apiQuery.scenes.list.queryOptions({ input: { projectId } }));
  const lastKey = `tilewright.label.scene.${projectId}`;
  const list = scenes.data ?? [];
  const find = (id: string | null) => list.find((scene) => scene.id === id);
  const scene =
    find(wanted) ??
    (scenes.data ? find(readRemembered(lastKey, z.string())) : undefined) ??
    list.find((one) => one.labelledCount < one.tileCount) ??
    list[0];
  const sceneId = scene?.id;
  useEffect(() => {
    if (sceneId) remember(lastKey, sceneId);
  }, [lastKey, sceneId]);

  const history = useProjectHistory(projectId, scenes.data);
  const inBrowser = useInBrowser(() => sceneId && openRasterAhead(sceneId));

  const error = project.error ?? scenes.error;
  if (error && (!project.data || !scenes.data)) {
    return (
      <div className="p-6">
        <ErrorState
          error={error}
          onRetry={() => {
            void project.refetch();
            void scenes.refetch();
          }}
        />
      </div>
    );
  }
  if (!inBrowser || !project.data || !scenes.data || prediction.isLoading)
    // The map's ground, standing still: a pulsing window would take the processor from its loading.
    return <div aria-hidden className="h-full w-full bg-muted" />;
  if (!scene) {
    return (
      <div className="flex h-full items-center justify-center p-6">
        <EmptyState
          icon={Layers}
          title={t("noScenes")}
          description={t("noScenesHelp")}
          className="border-0"
        >
          <Button asChild>
            <Link href={`/projects/${projectId}`}>
              <ImagePlus />
              {t("importImagery")}
            </Link>
          </Button>
        </EmptyState>
      </div>
    );
  }
  return (
    <LabelWorkspace
      key={scene.id}
      project={project.data}
      scene={scene}
      scenes={list}
      predictionId={predictionId}
      history={history}
      onChooseScene={(id) => router.replace(`/projects/${projectId}/label?scene=${id}`)}
    />
  );
}

/**
 * Is the page alive? What is known ahead is drawn by the browser alone: a map, and what this person
 * remembers there. Not at once, so that what `onArrival` asks for is asked before that drawing.
 */
function useInBrowser(onArrival: () => void): boolean {
  const [inBrowser, setInBrowser] = useState(false);
  const arrive = useEffectEvent(onArrival);
  useEffect(() => {
    arrive();
    startTransition(() => setInBrowser(true));
  }, []);
  return inBrowser;
}

/** What can be undone in the whole project: it goes along from scene to scene and through reloads. */
function useProjectHistory(
  projectId: string,
  scenes: readonly { id: string }[] | undefined,
): EditHistory {
  const me = useMe();
  const [history] = useState(() => new EditHistory(indexedActStore({ userId: me.id, projectId })));
  const [isOpen, setIsOpen] = useState(false);
  useEffect(() => {
    void history.open().then(() => setIsOpen(true));
  }, [history]);
  useEffect(() => {
    if (isOpen && scenes) history.keepScenes(new Set(scenes.map((scene) => scene.id)));
  }, [history, isOpen, scenes]);
  return history;
}
