import { BlockList, isIP } from "node:net";

function listOf(type: "ipv4" | "ipv6", networks: readonly (readonly [string, number])[]) {
  const list = new BlockList();
  for (const [network, prefix] of networks) list.addSubnet(network, prefix, type);
  return list;
}

/** Addresses of this machine, of private networks, of nobody, and of a cloud's own services. */
const closed = listOf("ipv4", [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["168.63.129.16", 32],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["224.0.0.0", 3],
]);

/** What a host of a private network may have. */
const private4 = listOf("ipv4", [
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
]);
const private6 = listOf("ipv6", [
  ["::1", 128],
  ["fc00::", 7],
]);

/** Where clouds answer a machine's questions about its secrets: not even private hosts lie there. */
const metadata4 = listOf("ipv4", [["100.100.100.200", 32]]);
const metadata6 = listOf("ipv6", [["fd00:ec2::", 32]]);

/** May a stranger's request be sent there? Of IPv6 only what is given out to networks in public. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !closed.check(address, "ipv4");
  if (isIP(address) !== 6) return false;
  const isGlobal = /^[23][0-9a-f]{3}:/i.test(address);
  // 6to4 and Teredo carry an IPv4 address of anybody's choice.
  return isGlobal && !/^2002:/i.test(address) && !/^2001:0*:/i.test(address);
}

/** May a host lie there that an administrator called private? Link-local is never among them. */
export function isPrivateAddress(address: string): boolean {
  if (isIP(address) === 4) {
    return private4.check(address, "ipv4") && !metadata4.check(address, "ipv4");
  }
  if (isIP(address) !== 6 || address.includes(".")) return false;
  return private6.check(address, "ipv6") && !metadata6.check(address, "ipv6");
}
