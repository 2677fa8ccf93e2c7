/**
 * Does this host or address, in brackets or not, always mean the machine that asks? RFC 1122, 3.2.1.3 and
 * RFC 6761, 6.3; an IPv4 address mapped into IPv6 as `ss` writes it, and as a URL does.
 */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  return /^(?:127\.[\d.]+|::1|::ffff:(?:127\.[\d.]+|7f[0-9a-f]{2}:[0-9a-f]+)|(?:.+\.)?localhost\.?)$/.test(
    bare,
  );
}

/** A host or an address as written in a URL: IPv6 in brackets. */
export function inUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
