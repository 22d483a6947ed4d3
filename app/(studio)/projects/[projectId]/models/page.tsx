import { ModelList } from "@/components/models/model-list";

export default async function Page({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  return <ModelList projectId={projectId} />;
}
