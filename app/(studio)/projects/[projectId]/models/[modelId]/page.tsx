import { ModelPage } from "@/components/models/model-page";
import { PredictionPanel } from "@/components/predictions/prediction-panel";

export default async function Page({ params }: { params: Promise<{ modelId: string }> }) {
  const { modelId } = await params;
  return (
    <ModelPage key={modelId} modelId={modelId}>
      <PredictionPanel modelId={modelId} />
    </ModelPage>
  );
}
