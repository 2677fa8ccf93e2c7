import { walletKeys, withoutSeedPhrases } from './redact-wallets.ts';

const HIDDEN = '[redacted]';

const secretName =
  '(?:password|passwd|passphrase|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|credentials?|mnemonic|seed[-_]?phrase)';
const quoted = `"[^"]{0,500}"|'[^']{0,500}'`;
/** What an option says that tells where a secret is, or what is done with one, and is none itself. */
const open = String.raw`(?:true|false|yes|no|on|off|none|null)(?=\s|$)|~?\.{0,2}/`;

/** Shapes that are secrets wherever they stand. Sources: the issuers' own pages on their token formats. */
const shapes = [
  /-----BEGIN [A-Z0-9 ]{0,40}-----[^]*?(?:-----END [A-Z0-9 ]{0,40}-----|$)/g,
  /\bb3BlbnNzaC1rZXk[\w+/=\r\n]*/g, // the body of an OpenSSH key, without its frame
  /\bgh[oprsu]_\w{20,}|\bgithub_pat_\w{20,}|\bglpat-[\w-]{20,}/g,
  /\bxox[abeoprs]-[\w-]{10,}|\bxapp-[\w-]{10,}/g,
  /(?<=hooks\.slack\.com\/services\/|discord(?:app)?\.com\/api\/webhooks\/)[\w/-]+/g,
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g,
  /\b[A-Za-z\d][\w-]{22,27}\.[\w-]{6}\.[\w-]{27,}/g, // Discord bot token
  /\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g, // JSON web token
  /\b(?:sk|pk|rk)[-_][\w-]{20,}|\bAIza[\w-]{35}|\bnpm_\w{36}|\bhf_\w{30,}|\btskey-[\w-]{10,}/g,
  /\bAGE-SECRET-KEY-1\w{20,}|\bSG\.[\w-]{16,}\.[\w-]{16,}|\b\d{8,10}:[\w-]{35}\b/g,
];

/** What stands before the secret is kept: it tells which secret it was. */
const labelled = [
  // scheme://user:password@host, where the password may hold `/` and `@`; host:port/path@version has none
  /(:\/\/)(?:[^\s/@:]{0,256}:(?!\d{1,5}\/)[^\s?#]{1,512}|[^\s/@]{1,512})(?=@)/g,
  // user:password@host; not image:tag@sha256:…, and not the schemes that are written without slashes
  /((?:^|[\s=,"'])(?!(?:mailto|sips?|xmpp|acct|npm|file|link|patch|workspace|git|github):)[\w.+-]{1,64}:)(?!\/\/)[^\s@:/][^\s]{0,256}(?=@(?!sha\d+:)[\w[])/g,
  /\b((?:bearer|basic|bot)\s+)(?=\S*\d|\S{16})[\w.~+/=-]{8,}/gi,
  /(\bauthorization["']?:\s{0,3}(?:bearer|basic|bot|token|digest|apikey)\s{1,3})[^\s"',]+/gi,
  /([?&](?:sig|signature|pass|pwd|auth)=)[^\s&#]+/gi,
  // ADO.NET; not the shell's own PWD=/home/knox
  /(\bpwd\s?=\s?)(?![/~.])[^\s;&]+/gi,
  /(\b\w{0,60}_(?:seed|words)\s?=\s?)(?!\d+(?:\s|$))\S+/gi,
  /(\bredis-cli\s(?:\S+\s){0,12}?-a\s)\S+/g,
  /(--(?:requirepass|masterauth)[=\s])\S+/g,
  // a seed phrase goes on until the next option
  /(--?(?:[\w-]{0,40}[-_])?(?:mnemonic|seed(?:[-_]?phrase)?|words|recovery(?:[-_]?phrase)?)[=\s]\s?)(?:"[^"]{0,500}"|'[^']{0,500}'|[^\s-]\S*(?:\s+[A-Za-z\u00C0-\u024F]+(?=\s|$)){0,30})/gi,
  new RegExp(
    `(--?[\\w-]{0,40}${secretName}(?!-?(?:file|path|dir|name))[\\w-]{0,20}(?:=|\\s+(?!-)))(?:${quoted}|\\S+)`,
    'gi',
  ),
  // --pass, --pwd, --db-pass, --key, --privkey, --auth, --pin, where the option's name ends so
  new RegExp(
    `((?:^|\\s)--?(?:[\\w-]{0,40}[-_])?(?:pass|pwd|passcode|pin|otp|auth|authorization|creds?|sig|salt|\\w{0,20}key)(?:=|\\s+(?!-))(?!${open}))(?:${quoted}|\\S+)`,
    'gi',
  ),
  // mysql -pSECRET; not ssh -p22, docker -p 80:80, and not an option in words as Go and Java have them (-port)
  /((?:^|\s)-p)(?![a-z]+(?:=|\s|$)|[\d:./]+(?:\s|$))[^\s=-]\S+/g,
  /(\b(?:mysql\w*|mariadb\S*|sshpass)\s(?:\S+\s){0,12}?-p)\S+/g,
  /(\bsshpass\s(?:-\S+\s){0,4}?-p\s)\S+/g,
  /((?:^|\s)(?:-u|--user)[ =](?!\S*:\/\/)[^\s:]{1,100}:)\S+/g,
  new RegExp(
    `(\\b\\w{0,60}(?:${secretName}|_pwd|_auth|_dsn|key|_pass|(?<=\\b)(?:pass|auth|pin|seed|dsn)(?==))\\w{0,20}\\s?=\\s?)(?:${quoted}|[^\\s&]+)`,
    'gi',
  ),
  new RegExp(`(\\b\\w{0,60}${secretName}["']?:\\s{0,3})(?:${quoted}|(?=\\S*\\d)[^\\s,}]{6,})`, 'gi'),
];

const longWord = /[\w+/]{28}|\d,\s?\d{1,3},/;
/** A run of the letters of base64. What follows `sha256:` or `SHA256:` is a digest. */
const random = /(?<!\bsha\d{1,3}[:-]|[\w/+])[\w+-]{28,}={0,2}(?![\w/+])|(?<![\w/+])[\w+/]{40}(?![\w/+=])/gi;

/**
 * Hides what looks like a secret in text that was observed: command lines, commit messages, error messages.
 * Commit hashes stay. It is a net, not a proof: what never needs to be shown should not be passed on at all.
 */
export function redact(text: string): string {
  let shown = text;
  for (const shape of shapes) shown = shown.replaceAll(shape, HIDDEN);
  for (const label of labelled) shown = shown.replaceAll(label, `$1${HIDDEN}`);
  shown = withoutSeedPhrases(shown, HIDDEN);
  // Most texts hold no long word, and are spared the rest.
  if (!longWord.test(shown)) return shown;
  for (const key of walletKeys) shown = shown.replaceAll(key, HIDDEN);
  return shown.replaceAll(random, (word) => (isRandom(word) ? HIDDEN : word));
}

/**
 * A key changes between small letters, capitals and digits all the time. Words, paths and hashes in hex do not: a
 * capital before small letters begins a word, and is no change.
 */
function isRandom(word: string): boolean {
  if ([/\d.*\d/s, /[a-z].*[a-z]/s, /[A-Z].*[A-Z]/s].some((kind) => !kind.test(word))) return false;
  const changes = word.match(/(?<=[a-z])[A-Z]|(?<=\d)[A-Za-z]|(?<=[A-Za-z])\d/g) ?? [];
  return changes.length / word.length >= 0.3;
}
