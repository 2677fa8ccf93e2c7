/**
 * POSIX sh that succeeds for PEM text (RFC 7468) that holds a certificate or a public key, and no private key.
 * @param file a word of sh. It may hold no single quote, and neither does the answer: it may be put between two
 */
export function isPublic(file: string): string {
  const labels = ['CERTIFICATE', 'PUBLIC KEY'].map((label) => `-e "BEGIN [A-Z0-9 ]*${label}-----"`);
  return `grep ${labels.join(' ')} ${file} >/dev/null 2>&1 && ! grep -e "PRIVATE KEY" ${file} >/dev/null 2>&1`;
}
