import { isIP } from 'node:net';

/** Names that no public DNS hands out, so that no stranger can have one point here (RFC 6761, 6762, 8375, ICANN's .internal). */
const ours = /^[^.]+$|\.(?:localhost|local|internal|lan|home\.arpa)$/;

/**
 * Does the Host header name this server as its own people do: by an address, a name of their network, or one of `names`?
 * A page whose name was pointed here (DNS rebinding) sends its own. A request without a Host comes from no browser.
 */
export function isOwnHost(header: string | null, names: readonly string[]): boolean {
  if (header === null) return true;
  const [, bracketed, plain = ''] = /^(?:\[([^\]]+)\]|([^:[\]]*))(?::\d{1,5})?$/.exec(header.trim()) ?? [];
  const name = (bracketed ?? plain).toLowerCase().replace(/\.$/, '');
  if (name === '') return false;
  return isIP(name) !== 0 || ours.test(name) || names.some((own) => own.toLowerCase() === name);
}
