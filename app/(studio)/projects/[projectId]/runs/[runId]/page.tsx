import { notFound } from "next/navigation";
import { RunPage } from "@/components/runs/run-page";
import { runIdSchema } from "@/lib/contracts/common";

export default async function Page({ params }: { params: Promise<{ runId: string }> }) {
  const { runId } = await params;
  if (!runIdSchema.safeParse(runId).success) notFound();
  return <RunPage key={runId} runId={runId} />;
}
