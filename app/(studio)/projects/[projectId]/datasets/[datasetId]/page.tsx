import { notFound } from "next/navigation";
import { DatasetPage } from "@/components/datasets/dataset-page";
import { datasetIdSchema } from "@/lib/contracts/common";

export default async function Page({ params }: { params: Promise<{ datasetId: string }> }) {
  const { datasetId } = await params;
  if (!datasetIdSchema.safeParse(datasetId).success) notFound();
  return <DatasetPage key={datasetId} datasetId={datasetId} />;
}
