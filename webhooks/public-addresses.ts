import { BlockList, isIP } from 'node:net';

/**
 * Whether an IP address is one of the public Internet: not of a private network, of this machine, of its
 * link, of a carrier, nor of any other range that IANA keeps for special purposes. A webhook that went there
 * would let a company reach what only we can reach (server-side request forgery).
 *
 * https://www.iana.org/assignments/iana-ipv4-special-registry, …/iana-ipv6-special-registry
 */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 0) return false;
  if (family === 4) return !refused.check(address, 'ipv4');
  // What carries an address of version 4 inside is refused with its range; nobody is reached by it alone.
  return !refused.check(address, 'ipv6') && isGlobalUnicast.check(address, 'ipv6');
}

const refused = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8], // this network
  ['10.0.0.0', 8], // private
  ['100.64.0.0', 10], // carrier-grade NAT
  ['127.0.0.0', 8], // loopback
  ['169.254.0.0', 16], // link-local, metadata of clouds
  ['172.16.0.0', 12], // private
  ['192.0.0.0', 24], // IETF protocol assignments
  ['192.0.2.0', 24], // documentation
  ['192.88.99.0', 24], // 6to4 relays
  ['192.168.0.0', 16], // private
  ['198.18.0.0', 15], // benchmarks
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, broadcast
] as const) {
  refused.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
  ['2001::', 23], // IETF protocol assignments, Teredo
  ['2001:db8::', 32], // documentation
  ['2002::', 16], // 6to4: an address of version 4 inside
  ['3fff::', 20], // documentation
] as const) {
  refused.addSubnet(network, prefix, 'ipv6');
}

/** All else of version 6 is loopback, mapped, translated, local, multicast or not assigned. */
const isGlobalUnicast = new BlockList();
isGlobalUnicast.addSubnet('2000::', 3, 'ipv6');
