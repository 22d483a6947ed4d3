import { withEventMeta } from "@orpc/server";
import { getEventHub } from "@/server/live/event-hub";
import { os } from "../middleware";

export const events = {
  stream: os.events.stream.handler(async ({ input, context, signal, lastEventId }) => {
    const stream = getEventHub().subscribe(
      input.topics,
      lastEventId,
      signal ?? context.request.signal,
    );
    return mapEvents(stream, ({ id, event }) => withEventMeta(event, { id: String(id) }));
  }),
};

/** Maps every event; ends at once when the reader leaves. */
function mapEvents<From, To>(
  source: AsyncIterableIterator<From, undefined, undefined>,
  map: (value: From) => To,
): AsyncIterableIterator<To, undefined, undefined> {
  const convert = (result: IteratorResult<From, undefined>): IteratorResult<To, undefined> =>
    result.done ? result : { done: false, value: map(result.value) };
  const end = async (): Promise<IteratorResult<To, undefined>> => {
    await source.return?.();
    return { done: true, value: undefined };
  };
  return {
    next: async () => convert(await source.next()),
    return: end,
    throw: end,
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
