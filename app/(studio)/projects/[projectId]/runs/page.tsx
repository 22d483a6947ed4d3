import { RunList } from "@/components/runs/run-list";

export default async function Page({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  return <RunList projectId={projectId} />;
}
