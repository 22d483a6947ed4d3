import { DatasetPage } from "@/components/datasets/dataset-page";

export default async function Page({ params }: { params: Promise<{ datasetId: string }> }) {
  const { datasetId } = await params;
  return <DatasetPage key={datasetId} datasetId={datasetId} />;
}
