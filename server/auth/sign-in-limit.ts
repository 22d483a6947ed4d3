import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";

/** From one network address, where it is known. */
const maxFailuresFromOne = 10;
/** From everywhere: nobody guesses from many addresses, and a few strangers do not lock the owner. */
const maxFailures = 100;
const windowMs = 15 * 60 * 1000;
const maxEmails = 10_000;

interface Failure {
  /** Network address; empty where it is not known. */
  address: string;
  atMs: number;
}

// Next.js may load this module more than once in a process.
const shared = globalThis as typeof globalThis & {
  tilewrightSignInFailures?: Map<string, Failure[]>;
};
shared.tilewrightSignInFailures ??= new Map();
const failures = shared.tilewrightSignInFailures;

/**
 * The network address that a request comes from; empty where nobody wrote it down. The last one
 * listed was written by the proxy in front, or by the web server itself; those before it may be made
 * up, and so may the last one where no proxy stands in front: hence the limit over all addresses.
 */
export function callerAddress(headers: Headers): string {
  return headers.get("x-forwarded-for")?.split(",").at(-1)?.trim().slice(0, 64) ?? "";
}

function recentFailures(email: string): Failure[] {
  const since = Date.now() - windowMs;
  return (failures.get(email) ?? []).filter(({ atMs }) => atMs > since);
}

/**
 * @throws AppError `too_many_requests` when ten tries for an e-mail from this address failed in 15
 *   minutes, or a hundred from anywhere.
 */
export function requireFewFailures(email: string, address: string): void {
  const all = recentFailures(email);
  const fromHere = all.filter((failure) => failure.address === address);
  const limiting =
    fromHere.length >= maxFailuresFromOne ? fromHere : all.length >= maxFailures ? all : null;
  const oldest = limiting?.[0];
  if (!oldest) return;
  const minutes = Math.ceil((oldest.atMs + windowMs - Date.now()) / 60_000);
  throw new AppError("too_many_requests", sentence("server.auth.tooManyAttempts", { minutes }));
}

export function recordFailure(email: string, address: string): void {
  const recent = recentFailures(email);
  failures.delete(email);
  failures.set(email, [...recent, { address, atMs: Date.now() }]);
  // Insertion order makes the first key the one that failed longest ago.
  const [oldest] = failures.keys();
  if (failures.size > maxEmails && oldest !== undefined) failures.delete(oldest);
}

/** After a success; what others failed at from elsewhere still counts. */
export function forgetFailures(email: string, address: string): void {
  const others = recentFailures(email).filter((failure) => failure.address !== address);
  failures.delete(email);
  if (others.length > 0) failures.set(email, others);
}
