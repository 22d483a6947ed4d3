import { getEventMeta } from "@orpc/client";
import { api } from "../api-client";
import type { OpenStream, ReceivedEvent } from "./live-stream";

/**
 * Reads `/api/events` with fetch instead of EventSource, which cannot send Last-Event-ID when the
 * set of topics changes.
 */
export const openEventStream: OpenStream = async (topics, lastEventId, signal) => {
  const events = await api.events.stream({ topics: [...topics] }, { signal, lastEventId });
  return (async function* (): AsyncGenerator<ReceivedEvent> {
    for await (const event of events) yield { id: getEventMeta(event)?.id, event };
  })();
};
