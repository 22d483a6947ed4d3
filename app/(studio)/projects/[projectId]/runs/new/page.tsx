import { NewRunPage } from "@/components/runs/new-run-page";

export default async function Page({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  return <NewRunPage projectId={projectId} />;
}
