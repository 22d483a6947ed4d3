import { Suspense } from "react";
import { LabelPage } from "@/components/labels/label-page";

export default async function Page({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  return (
    <Suspense>
      <LabelPage projectId={projectId} />
    </Suspense>
  );
}
