import type { LiveEvent } from "@/lib/contracts/live-events";
import { liveEventSchema } from "@/lib/contracts/live-events";
import type { Queryable } from "../db/client";

/**
 * Puts an event where every web process finds it. Call it inside the transaction that made the
 * change: browsers then never hear of something that did not happen.
 */
export async function publishEvent(db: Queryable, topic: string, event: LiveEvent): Promise<void> {
  await db
    .insertInto("live_event")
    .values({
      topic,
      payload_json: JSON.stringify(liveEventSchema.parse(event)),
      at_ms: Date.now(),
    })
    .execute();
}
