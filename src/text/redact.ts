import { withoutPlacedKeys } from './redact/places.ts';
import { withoutProgramsSecrets } from './redact/programs.ts';
import { withoutRandom } from './redact/random.ts';
import { withoutSeedPhrases, withoutWalletKeys } from './redact/wallets.ts';

const HIDDEN = '[redacted]';

const secretName =
  '(?:password|passwd|passphrase|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|credentials?|mnemonic|seed[-_]?phrase)';
const quoted = `"[^"]{0,500}"|'[^']{0,500}'`;
/** Option names that say where a secret is, or what to do with one, but whose value is not a secret. */
const open = String.raw`(?:true|false|yes|no|on|off|none|null)(?=\s|$)|~?\.{0,2}/`;

/** Shapes that are secrets wherever they occur. Sources: the issuers' own pages on their token formats. */
const shapes = [
  /-----BEGIN [A-Z0-9 ]{0,40}-----[^]*?(?:-----END [A-Z0-9 ]{0,40}-----|$)/g,
  /\bb3BlbnNzaC1rZXk[\w+/=\r\n]*/g, // the body of an OpenSSH key, without its frame
  /\bgh[oprsu]_\w{20,}|\bgithub_pat_\w{20,}|\bglpat-[\w-]{20,}/g,
  /\bxox[abeoprs]-[\w-]{10,}|\bxapp-[\w-]{10,}/g,
  /(?<=hooks\.slack\.com\/services\/|discord(?:app)?\.com\/api\/(?:v\d{1,2}\/)?webhooks\/)[\w/-]+/g,
  /\bA(?:KIA|SIA|BIA|CCA)[0-9A-Z]{16}\b/g,
  /\b[A-Za-z\d][\w-]{22,27}\.[\w-]{6}\.[\w-]{27,}/g, // Discord bot token
  /\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g, // JSON web token
  /\b(?:sk|pk|rk)[-_][\w-]{20,}|\bAIza[\w-]{35}|\bnpm_\w{36}|\bhf_\w{30,}|\btskey-[\w-]{10,}/g,
  /\bAGE-(?:SECRET-KEY|PLUGIN-[A-Z\d-]{1,30})-1\w{8,}/gi,
  /\bSG\.[\w-]{16,}\.[\w-]{16,}|(?<!\d)\d{8,10}:[\w-]{35}\b/g,
  // Stripe, Google, PyPI, HashiCorp, Docker; DigitalOcean, Shopify, Supabase and Mailgun have theirs in hex
  /\bwhsec_\w{20,}|\bGOCSPX-[\w-]{20,}|\bya29\.[\w-]{20,}|\bpypi-[\w-]{20,}|\bhv[sbr]\.[\w-]{20,}|\bs\.[A-Za-z\d]{24}\b|\bdckr_pat_[\w-]{20,}/g,
  /\bdo[opr]_v1_[\da-f]{64}|\bshp(?:at|ca|pa|ss)_[\da-f]{32}|\bsbp_[\da-f]{40}|\bkey-[\da-f]{32}\b/gi,
  // what its issuer's own word precedes; bech32 (BIP 173) says in its first part that it is private
  /\b[a-z]{2,12}_(?:live|test|prod)_\w{16,}|\bNRAK-[A-Z\d]{20,}|\bdapi[\da-f]{32}\b|\boy2[a-z\d]{43}\b/g,
  /\b(?:nsec|[a-z]{0,20}(?:priv|secret)(?:key)?)1[02-9ac-hj-np-z]{38,}/g,
  // a password's hash (crypt(5)), which can be guessed at
  /(?<![\w$])\$(?:[156]|2[abxy]|7|y|gy|argon2\w{1,2}|scrypt)\$[\w./$=,+-]{8,}/g,
  // PKCS keys without their frame: DER of a sequence, in base64
  /\bMI[IGHC][\w+/]{60,}={0,2}/g,
];

/** The text before the secret is kept, since it says which secret it was. */
const labelled = [
  // scheme://user:password@host, where the password may hold `/` and `@`; host:port/path@version has none
  /(:\/\/)(?:[^\s/@:]{0,256}:(?!\d{1,5}\/)[^\s?#]{1,512}|[^\s/@]{1,512})(?=@)/g,
  // user:password@host; not image:tag@sha256:…, and not the schemes that are written without slashes
  /((?:^|[\s=,"'])(?!(?:mailto|sips?|xmpp|acct|npm|file|link|patch|workspace|git|github):)[\w.+-]{1,64}:)(?!\/\/)[^\s@:/][^\s]{0,256}(?=@(?!sha\d+:)[\w[])/g,
  /\b((?:bearer|basic|bot)\s+)(?!-)(?=\S*\d|\S{16})[\w.~+/=-]{8,}/gi,
  /(\bauthorization["']?:\s{0,3}(?:bearer|basic|bot|token|digest|apikey)\s{1,3})[^\s"',]+/gi,
  /(\bauthorization["']?:\s{0,3}(?:[a-z-]{1,20}\s)?)(?=[^\s"']*\d|[^\s"']{16})[^\s"',]+/gi,
  /(\b(?:set-)?cookie["']?:\s{0,3})(?=\S*=)[^"'\r\n]+/gi,
  /(--cookie[=\s])(?=\S*=)\S+/g,
  /(\bcurl\s(?:\S+\s){0,12}?-b\s?["']?)[^\s=]{1,60}=\S+/g,
  /(\bcurl\s(?:\S+\s){0,12}?-[A-Za-z]{0,6}u\s?[^\s:]{1,100}:)\S+/g,
  /([?&](?:sig|signature|pass|pwd|pw|auth|otp)=)[^\s&#]+/gi,
  // ADO.NET; not the shell's own PWD=/home/knox
  /(\bpwd\s?=\s?)(?![/~.])[^\s;&]+/gi,
  /(\b\w{0,60}_(?:seed|words)\s?=\s?)(?!\d+(?:\s|$))\S+/gi,
  /(\bredis-cli\s(?:\S+\s){0,12}?-a\s)\S+/g,
  /(--(?:requirepass|masterauth)[=\s])\S+/g,
  // a seed phrase goes on until the next option
  /(--?(?:[\w-]{0,40}[-_])?(?:mnemonic|seed(?:[-_]?phrase)?|words|recovery(?:[-_]?phrase)?)[=\s]\s?)(?:"[^"]{0,500}"|'[^']{0,500}'|[^\s-]\S*(?:\s+[A-Za-z\u00C0-\u024F]+(?=\s|$)){0,30})/gi,
  new RegExp(
    `(--?[\\w.-]{0,40}${secretName}(?!-?(?:file|path|dir|name))[\\w-]{0,20}(?:=|\\s+(?!-)))(?:${quoted}|\\S+)`,
    'gi',
  ),
  // --pass, --pwd, --db-pass, --key, --privkey, --auth, --pin, where the option's name ends so
  new RegExp(
    `((?:^|\\s)--?(?:[\\w.-]{0,40}[-_.])?(?:\\w{0,20}(?<!by)pass|pwd|passcode|pin|t?otp|[2m]fa|keypair|auth|authorization|creds?|sig|salt|\\w{0,20}key)(?:=|\\s+(?!-))(?!${open}))(?:${quoted}|\\S+)`,
    'gi',
  ),
  // mysql -pSECRET; not ssh -p22, docker -p 80:80, and not an option in words as Go and Java have them (-port)
  /((?:^|\s)-p)(?![a-z]+(?:=|\s|$)|[\d:./]+(?:\s|$))[^\s=-]\S+/g,
  /(\b(?:mysql\w*|mariadb\S*|sshpass)\s(?:\S+\s){0,12}?-p)\S+/g,
  /(\bsshpass\s(?:-\S+\s){0,4}?-p\s)\S+/g,
  // a password in a word of its own, where the same command names who it is of: not docker run -u 1000 -p 80:80
  /((?:^|\s)(?:-u|--user(?:name)?)[\s=]?\S{1,100}\s(?:\S+\s){0,4}?-p\s)(?!-|~?\.{0,2}\/|[\d:./]+(?:\s|$))\S+/g,
  // the same in capitals, as mosquitto and ipmitool have it
  /((?:^|\s)(?:-u|-U|--user(?:name)?)[\s=]?\S{1,100}\s(?:\S+\s){0,4}?-P\s)(?!-|[\d:./]+(?:\s|$)|\w+=)\S+/g,
  // and with the password first: not docker compose -p shop run -u 1000
  /((?:^|\s)-p\s)(?!-|~?\.{0,2}\/|[\d:./]+(?:\s|$))\S+(?=\s(?:\S+\s){0,4}?(?:-u|-l|--user(?:name)?)[\s=]?(?!\d+(?:\s|$))[^\s-])/g,
  /((?:^|\s)-l\s\S{1,100}\s-p\s)(?!-|~?\.{0,2}\/|[\d:./]+(?:\s|$))\S+/g,
  // -pw of PuTTY, -ap of swaks, -xp of sendemail, -upw of pdftotext
  /((?:^|\s)(?:-[a-z]{0,2}pw|--pw|-[ax]p)[=\s])(?!-)\S+/g,
  /((?:^|\s)--?(?:[\w.-]{0,40}[-_.])?(?:bearer|jwt|hmac|psk|community|macaroon|auth-?str|oauth2-bearer)(?:=|\s+)(?!-|~?\.{0,2}\/))\S+/gi,
  // the same name may stand before a word that everybody knows
  /((?:^|\s)--?(?:[\w.-]{0,40}[-_.])?(?:oauth\d?|session(?:[-_]?id)?|cookie|licen[cs]e|access|unlock)(?:=|\s+)(?!-|~?\.{0,2}\/))(?=[A-Za-z]*\d)[\w.~+=]{8,}(?![\w/:@])/gi,
  // a header: each part of its name begins with a capital
  /(\b(?:[A-Z][A-Za-z\d]{0,30}-){1,5}(?:T(?:oken|OKEN)|K(?:ey|EY)|S(?:ecret|ECRET|ignature|ession)|P(?:assword|ASSWORD)|A(?:uth|UTH))["']?:\s?)[^\s"',]{4,}/g,
  // without a blank, as no sentence has it: API_KEY:x
  new RegExp(
    `(\\b[\\w-]{0,60}(?:${secretName}|(?<![a-z])key|passphrase)[\\w-]{0,20}:)(?![\\d/\\s"'[]|\\S{0,3}(?:\\s|$))[^\\s"',;]+`,
    'gi',
  ),
  // a setting by two words: npm config set //r/:_authToken x, yarn config set npmAuthToken x
  /(\bset\s(?=\S*[_/:.A-Z])\S*(?:[Tt]oken|TOKEN|[Ss]ecret|SECRET|[Pp]assw(?:or)?d|PASSWORD|[Kk]ey|KEY)\S*[\s=])(?!-)\S+/g,
  // a name that a flag may have too: only before what no word is
  /((?:^|\s)--?(?:[\w.-]{0,40}[-_.])?(?:priv|private|[apsc]k)(?:=|\s+(?!-)))(?![\d.]+(?:\s|$)|~?\.{0,2}\/)(?=\S*\d)(?!\S*[/:@])\S{6,}/gi,
  // in JSON, as it stands or within a string
  /(\\?["'](?:\w{0,60}(?:_|-|\b))?(?:pass|pwd|pw|auth|seed|pin|otp|priv|[ps]k)\\?["']\s?:\s?\\?["'])[^"'\\]{1,500}/gi,
  new RegExp(
    `(\\\\?["']\\w{0,60}(?:${secretName}\\w{0,20}|key)\\\\?["']\\s?:\\s?\\\\?["'])[^"'\\\\]{1,500}`,
    'gi',
  ),
  // a verb of a program, and the word behind it: ngrok authtoken 1abcDEF2
  new RegExp(
    `((?:^|\\s)\\w{0,40}(?:${secretName}|authtoken)\\s)(?=[a-z_.-]*\\d)(?=[\\d_.-]*[a-z])(?!v?[\\d.]+(?:\\s|$))[\\w.~+-]{8,}(?![\\w/:@])`,
    'gi',
  ),
  /(\b(?:https?|xhs?)\s(?:\S+\s){0,6}?-a\s?[^\s:]{1,100}:)\S+/g,
  /(\blftp\s(?:\S+\s){0,6}?-u\s?[^\s,]{1,100},)\S+/g,
  /(--from-literal[=\s][^=\s]{1,60}=)\S+/g,
  // as on Windows: /u:knox /p:SECRET; not a property of MSBuild, /p:Configuration=Release
  /((?:^|\s)\/(?:p|pw|pwd|pass|password|passphrase|token|secret|key|apikey|auth):)(?![\w.]+=)\S+/gi,
  /(\bldap\w+\s(?:\S+\s){0,12}?-w\s)\S+/g,
  /(\b(?:un)?zip\s(?:\S+\s){0,6}?-P\s)\S+/g,
  /(\s-pass(?:in|out)?[\s=]pass:)\S+/g,
  /(\bsmb\w+\s(?:\S+\s){0,6}?(?:-U|--user)[\s=]?[^\s%]{1,100}%)\S+/g,
  /(\bsqlplus\s(?:-\S+\s){0,4}[^\s/]{1,60}\/)[^\s@]+/g,
  /((?:^|\s)(?:-u|-U|--(?:proxy-|dest-|src-)?(?:user|creds|login))[ =](?!\S*:\/\/)[^\s:]{1,100}:)(?!\d{1,5}(?:\s|$))\S+/g,
  new RegExp(
    `(\\b\\w{0,60}(?:${secretName}|_pwd?|_auth|_dsn|key|_pass|(?<!by|com|sur|tres)pass(?==)|_salt(?==)|(?<=\\b)(?:pass|auth|pin|seed|dsn|t?otp|[2m]fa)(?==))\\w{0,20}\\s?=>?\\s?)(?:${quoted}|[^\\s&]+)`,
    'gi',
  ),
  new RegExp(`(\\b\\w{0,60}${secretName}["']?:\\s{0,3})(?:${quoted}|(?=\\S*\\d)[^\\s,}]{6,})`, 'gi'),
];

const longWord = /[\w+/-]{20}|\d,\s?\d{1,3},/;

/**
 * Hides what looks like a secret in text that was observed: command lines, commit messages, error messages.
 * Commit hashes stay. It is a safety net, not a proof: what need not be shown should not be passed on at all.
 */
export function redact(text: string): string {
  // First, while all words of a phrase are there.
  let shown = withoutSeedPhrases(text, HIDDEN);
  for (const shape of shapes) shown = shown.replaceAll(shape, HIDDEN);
  for (const label of labelled) shown = shown.replaceAll(label, `$1${HIDDEN}`);
  shown = withoutProgramsSecrets(shown, HIDDEN);
  // Most texts have no long word, and skip the rest.
  if (!longWord.test(shown)) return shown;
  return withoutRandom(withoutPlacedKeys(withoutWalletKeys(shown, HIDDEN), HIDDEN), HIDDEN);
}
