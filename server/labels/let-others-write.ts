import { setTimeout } from "node:timers/promises";

/** SQLite asks again after 1, 2, 5, 10, 15 and 20 ms and so on: this is long enough to be met. */
const pauseMs = 20;

/**
 * Leaves the database to others between two transactions of long work. Without a pause whoever waits
 * for the lock hardly ever finds it free.
 */
export async function letOthersWrite(): Promise<void> {
  await setTimeout(pauseMs);
}
