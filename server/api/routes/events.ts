import { withEventMeta } from "@orpc/server";
import type { Me } from "@/lib/contracts/auth";
import { isStillWelcome } from "@/server/auth/is-still-welcome";
import { type EventStream, getEventHub } from "@/server/live/event-hub";
import { maySeeAnswers } from "@/server/opinions/may-see-answers";
import { getPresenceWatch } from "@/server/presence/presence-watch";
import { os } from "../middleware";

const recheckMs = 2_000;

export const events = {
  stream: os.events.stream.handler(async ({ input, context, signal, lastEventId }) => {
    const stream = getEventHub().subscribe(
      input.topics,
      lastEventId,
      signal ?? context.request.signal,
      context.me.id,
      maySeeAnswers(context.me),
    );
    getPresenceWatch().watch(stream, input.topics);
    endWhenUnwelcome(stream, context.me, context.request.headers);
    return mapEvents(stream, ({ id, event }) => withEventMeta(event, { id: String(id) }));
  }),
};

/** A stream may outlive the session, the key or the account that opened it; not for long. */
function endWhenUnwelcome(stream: EventStream, me: Me, headers: Headers): void {
  const recheck = async () => {
    if (stream.ended) return;
    if (await isStillWelcome(me, headers)) plan();
    else stream.end();
  };
  const plan = () => setTimeout(recheck, recheckMs).unref();
  plan();
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
