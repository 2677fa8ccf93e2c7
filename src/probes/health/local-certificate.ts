import { X509Certificate } from 'node:crypto';
import { certificateOf } from '../../clients/http/connect.ts';
import type { Certificate } from '../../clients/http/connect.ts';

/**
 * The server's own certificate among what curl's `%{certs}` printed: the first of the chain.
 * @returns null if curl does not print it, as before 7.88
 */
export function readLocalCertificate(lines: readonly string[]): Certificate | null {
  const [pem] = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/.exec(lines.join('\n')) ?? [];
  if (pem === undefined) return null;
  try {
    return certificateOf(new X509Certificate(pem));
  } catch {
    return null;
  }
}

/** curl's error message, without its certificates and its warning about an unknown variable. */
export function withoutCertificates(lines: readonly string[]): string[] {
  const chain = lines.findIndex((line) => /^(?:Subject:|-----BEGIN CERTIFICATE)/.test(line));
  return (chain === -1 ? lines : lines.slice(0, chain)).filter(
    (line) => !line.startsWith('curl: unknown --write-out variable'),
  );
}
