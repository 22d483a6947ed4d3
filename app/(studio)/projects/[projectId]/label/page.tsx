import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { headers } from "next/headers";
import { Suspense } from "react";
import { LabelPage } from "@/components/labels/label-page";
import { apiQuery } from "@/lib/api-client";
import { requireMe } from "@/server/auth/require-me";
import { getProject } from "@/server/projects/get-project";
import { listScenes } from "@/server/scenes/list-scenes";

/** The project and its scenes come with the page: the map need not wait for two more questions. */
export default async function Page({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  const request = { method: "GET", headers: await headers() };
  const cache = new QueryClient();
  const input = { projectId };
  // The page is made beside its layout, so it asks for itself who wants to see it. What fails here is
  // asked for again by the browser, which says what is wrong.
  const ahead = <Data,>(queryKey: readonly unknown[], read: () => Promise<Data>) =>
    cache.prefetchQuery({
      queryKey,
      queryFn: async () => {
        await requireMe(request, "project.read");
        return read();
      },
      retry: false,
    });
  await Promise.all([
    ahead(apiQuery.projects.get.queryKey({ input }), () => getProject(projectId)),
    ahead(apiQuery.scenes.list.queryKey({ input }), () => listScenes(projectId)),
  ]);
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <Suspense>
        <LabelPage projectId={projectId} />
      </Suspense>
    </HydrationBoundary>
  );
}
