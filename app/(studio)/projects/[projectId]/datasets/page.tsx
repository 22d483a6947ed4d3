import { DatasetList } from "@/components/datasets/dataset-list";

export default async function Page({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  return <DatasetList projectId={projectId} />;
}
