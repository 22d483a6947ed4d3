import type { Queryable } from "../db/client";
import { publishEvent } from "../live/publish-event";

/** Tells everybody who looks at the project; call it in the transaction that changed the model. */
export async function publishModel(
  trx: Queryable,
  projectId: string,
  modelId: string,
): Promise<void> {
  const change = { type: "model.changed" as const, projectId, modelId };
  await publishEvent(trx, `project:${projectId}`, change);
}
