import { X509Certificate } from 'node:crypto';
import { certificateOf } from '../../clients/http/connect.ts';
import type { Certificate } from '../../clients/http/connect.ts';

/**
 * The server's own certificate among what curl's `%{certs}` printed: the first of the chain.
 * @returns null where curl does not tell, as before 7.88
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

/** What curl says about the failure, without what it prints of certificates or says about a variable that it does not know. */
export function withoutCertificates(lines: readonly string[]): string[] {
  const chain = lines.findIndex((line) => /^(?:Subject:|-----BEGIN CERTIFICATE)/.test(line));
  return (chain === -1 ? lines : lines.slice(0, chain)).filter(
    (line) => !line.startsWith('curl: unknown --write-out variable'),
  );
}
