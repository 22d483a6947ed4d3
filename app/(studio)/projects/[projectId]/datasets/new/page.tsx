import { DatasetBuilder } from "@/components/datasets/dataset-builder";

export default async function Page({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  return <DatasetBuilder projectId={projectId} />;
}
