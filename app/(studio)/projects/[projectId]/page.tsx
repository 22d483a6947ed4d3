import { Suspense } from "react";
import { pageMetadata } from "@/lib/i18n/page-metadata";
import { ProjectOverview } from "./project-overview";

export const generateMetadata = () => pageMetadata("overview");

export default async function ProjectPage({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  return (
    <Suspense>
      <ProjectOverview projectId={projectId} />
    </Suspense>
  );
}
