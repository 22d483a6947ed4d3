import { Suspense } from "react";
import { ProjectOverview } from "./project-overview";

export default async function ProjectPage({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  return (
    <Suspense>
      <ProjectOverview projectId={projectId} />
    </Suspense>
  );
}
