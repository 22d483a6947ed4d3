import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";

const maxFailures = 10;
const windowMs = 15 * 60 * 1000;
const maxAddresses = 10_000;

// Next.js may load this module more than once in a process.
const shared = globalThis as typeof globalThis & {
  tilewrightSignInFailures?: Map<string, number[]>;
};
shared.tilewrightSignInFailures ??= new Map();
const failures = shared.tilewrightSignInFailures;

function recentFailures(email: string): number[] {
  const since = Date.now() - windowMs;
  return (failures.get(email) ?? []).filter((atMs) => atMs > since);
}

/** @throws AppError `too_many_requests` when an address failed ten times in 15 minutes. */
export function requireFewFailures(email: string): void {
  const recent = recentFailures(email);
  const oldest = recent[0];
  if (oldest === undefined || recent.length < maxFailures) return;
  const minutes = Math.ceil((oldest + windowMs - Date.now()) / 60_000);
  throw new AppError("too_many_requests", sentence("server.auth.tooManyAttempts", { minutes }));
}

export function recordFailure(email: string): void {
  const recent = recentFailures(email);
  failures.delete(email);
  failures.set(email, [...recent, Date.now()]);
  // Insertion order makes the first key the one that failed longest ago.
  const [oldest] = failures.keys();
  if (failures.size > maxAddresses && oldest !== undefined) failures.delete(oldest);
}

export function forgetFailures(email: string): void {
  failures.delete(email);
}
