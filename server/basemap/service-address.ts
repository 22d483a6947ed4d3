import { isIP } from "node:net";
import { isPublicAddress } from "../remote/public-address";

/**
 * Where a service wants to be asked. Many stand behind a proxy and advertise what only they can reach:
 * such an address is replaced by the one that answered.
 */
export function serviceAddress(asked: string, advertised: string | undefined): string {
  const answered = new URL(asked);
  for (const name of [...answered.searchParams.keys()]) {
    if (/^(service|request|version|acceptversions)$/i.test(name))
      answered.searchParams.delete(name);
  }
  if (!advertised || !URL.canParse(advertised, asked)) return answered.href;
  const found = new URL(advertised, asked);
  const isInside =
    !found.hostname.includes(".") ||
    /\.(internal|intranet|local|localhost|localdomain|lan|corp|home|private)$/i.test(
      found.hostname,
    ) ||
    (isIP(found.hostname) !== 0 && !isPublicAddress(found.hostname));
  if (found.host !== answered.host && isInside) return answered.href;
  // Keys of the address that was given count for all requests.
  for (const [name, value] of answered.searchParams) {
    if (!found.searchParams.has(name)) found.searchParams.set(name, value);
  }
  return /^https?:$/.test(found.protocol) ? found.href : answered.href;
}
