const HIDDEN = '[redacted]';

const secretName =
  '(?:password|passwd|passphrase|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|credentials?|mnemonic|seed[-_]phrase)';
const quoted = `"[^"]{0,500}"|'[^']{0,500}'`;

/** Shapes that are secrets wherever they stand. Sources: the issuers' own pages on their token formats. */
const shapes = [
  /-----BEGIN [A-Z0-9 ]{0,40}-----[^]*?(?:-----END [A-Z0-9 ]{0,40}-----|$)/g,
  /\bgh[oprsu]_\w{20,}|\bgithub_pat_\w{20,}|\bglpat-[\w-]{20,}/g,
  /\bxox[abeoprs]-[\w-]{10,}|\bxapp-[\w-]{10,}/g,
  /(?<=hooks\.slack\.com\/services\/|discord(?:app)?\.com\/api\/webhooks\/)[\w/-]+/g,
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g,
  /\b[A-Za-z\d][\w-]{22,27}\.[\w-]{6}\.[\w-]{27,}/g, // Discord bot token
  /\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g, // JSON web token
  /\b(?:sk|pk|rk)[-_][\w-]{20,}|\bAIza[\w-]{35}|\bnpm_\w{36}|\bhf_\w{30,}|\btskey-[\w-]{10,}/g,
  /\bAGE-SECRET-KEY-1\w{20,}|\bSG\.[\w-]{16,}\.[\w-]{16,}|\b\d{8,10}:[\w-]{35}\b/g,
  /\b0x[\da-fA-F]{64}\b/g, // a wallet's private key; a transaction hash looks the same
];

/** What stands before the secret is kept: it tells which secret it was. */
const labelled = [
  // scheme://user:password@host
  /(:\/\/)(?:[^\s/@:]{0,256}:[^\s@]{1,512}|[^\s/@]{1,512})(?=@)/g,
  /\b((?:bearer|basic|bot)\s+)(?=\S*\d|\S{16})[\w.~+/=-]{8,}/gi,
  new RegExp(
    `(--?[\\w-]{0,40}${secretName}(?!-?(?:file|path|dir|name))[\\w-]{0,20}(?:=|\\s+(?!-)))(?:${quoted}|\\S+)`,
    'gi',
  ),
  /((?:^|\s)(?:-u|--user)[ =](?!\S*:\/\/)[^\s:]{1,100}:)\S+/g,
  new RegExp(
    `(\\b\\w{0,60}(?:${secretName}|_pwd|_auth|_dsn|key|_pass)\\w{0,20}\\s?=\\s?)(?:${quoted}|[^\\s&]+)`,
    'gi',
  ),
  new RegExp(`(\\b\\w{0,60}${secretName}["']?:\\s{0,3})(?:${quoted}|(?=\\S*\\d)[^\\s,}]{6,})`, 'gi'),
];

/**
 * Hides what looks like a secret in text that was observed: command lines, commit messages, error messages.
 * Commit hashes stay. It is a net, not a proof: what never needs to be shown should not be passed on at all.
 */
export function redact(text: string): string {
  let shown = text;
  for (const shape of shapes) shown = shown.replaceAll(shape, HIDDEN);
  for (const label of labelled) shown = shown.replaceAll(label, `$1${HIDDEN}`);
  return shown;
}
