import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";

/** A hash takes 50 ms of a core and 16 MB: more at once would keep pages and bytes waiting. */
const atOnce = 2;
export const maxWaitingForTurn = 32;

interface Turns {
  running: number;
  waiting: (() => void)[];
}

// Next.js may load this module more than once in a process.
const shared = globalThis as typeof globalThis & { tilewrightPasswordTurns?: Turns };
shared.tilewrightPasswordTurns ??= { running: 0, waiting: [] };
const turns = shared.tilewrightPasswordTurns;

/**
 * Lets few passwords be hashed at a time, from however many addresses they come.
 *
 * @throws AppError `too_many_requests` when many wait already; nothing was hashed then.
 */
export async function inPasswordTurn<T>(act: () => Promise<T>): Promise<T> {
  if (turns.running < atOnce) turns.running += 1;
  else await waitForTurn();
  try {
    return await act();
  } finally {
    // Whoever waits longest takes the place over; it does not become free in between.
    const next = turns.waiting.shift();
    if (next) next();
    else turns.running -= 1;
  }
}

function waitForTurn(): Promise<void> {
  if (turns.waiting.length >= maxWaitingForTurn) {
    throw new AppError("too_many_requests", sentence("server.auth.passwordsBusy"));
  }
  return new Promise((resolve) => turns.waiting.push(resolve));
}
