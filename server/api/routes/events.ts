import { withEventMeta } from "@orpc/server";
import { findUser } from "@/server/auth/queries";
import { type EventStream, getEventHub } from "@/server/live/event-hub";
import { os } from "../middleware";

const recheckMs = 30_000;

export const events = {
  stream: os.events.stream.handler(async ({ input, context, signal, lastEventId }) => {
    const stream = getEventHub().subscribe(
      input.topics,
      lastEventId,
      signal ?? context.request.signal,
    );
    endWhenUnwelcome(stream, context.me.id);
    return mapEvents(stream, ({ id, event }) => withEventMeta(event, { id: String(id) }));
  }),
};

/** A stream may outlive the account of who opened it. */
function endWhenUnwelcome(stream: EventStream, userId: string): void {
  const timer = setInterval(async () => {
    const user = await findUser(userId).catch(() => null);
    if (!user?.active) stream.end();
    if (stream.ended) clearInterval(timer);
  }, recheckMs);
  timer.unref();
}

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
