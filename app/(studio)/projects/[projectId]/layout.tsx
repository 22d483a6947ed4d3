import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { projectIdSchema } from "@/lib/contracts/common";

/** An address with something else than an id of a project leads nowhere. */
export default async function ProjectLayout({
  children,
  params,
}: {
  children: ReactNode;
  params: Promise<{ projectId: string }>;
}) {
  const { projectId } = await params;
  if (!projectIdSchema.safeParse(projectId).success) notFound();
  return children;
}
