import { isIP } from 'node:net';

/** Names that no public DNS serves, so that no outsider can point one here (RFC 6761, 6762, 8375, ICANN's .internal). */
const ours = /^[^.]+$|\.(?:localhost|local|internal|lan|home\.arpa)$/;

/**
 * Is the Host header an address, a name of the local network, or one of `names`? A page whose name was pointed here (DNS
 * rebinding) sends another name. A request without a Host does not come from a browser.
 */
export function isOwnHost(header: string | null, names: readonly string[]): boolean {
  if (header === null) return true;
  const [, bracketed, plain = ''] = /^(?:\[([^\]]+)\]|([^:[\]]*))(?::\d{1,5})?$/.exec(header.trim()) ?? [];
  const name = (bracketed ?? plain).toLowerCase().replace(/\.$/, '');
  if (name === '') return false;
  return isIP(name) !== 0 || ours.test(name) || names.some((own) => own.toLowerCase() === name);
}
