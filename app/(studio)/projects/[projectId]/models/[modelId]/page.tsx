import { notFound } from "next/navigation";
import { ModelPage } from "@/components/models/model-page";
import { PredictionPanel } from "@/components/predictions/prediction-panel";
import { modelIdSchema } from "@/lib/contracts/common";

export default async function Page({ params }: { params: Promise<{ modelId: string }> }) {
  const { modelId } = await params;
  if (!modelIdSchema.safeParse(modelId).success) notFound();
  return (
    <ModelPage key={modelId} modelId={modelId}>
      <PredictionPanel modelId={modelId} />
    </ModelPage>
  );
}
