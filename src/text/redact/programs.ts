const word = String.raw`(?:"[^"]{0,500}"|'[^']{0,500}'|\S+)`;
/** A program by its name or path, and what of its command line comes before the secret. */
const of = (programs: string, before: string, secret = word) =>
  new RegExp(`((?:^|[\\s/"'(;|&])(?:${programs})(?:\\.exe)?\\s${before})${secret}`, 'gi');
const some = String.raw`(?:\S+\s+){0,12}?`;

/** Where programs take a secret that no label precedes: their own manuals say so. The group is what stays. */
const places = [
  // net-snmp: the community; -A and -X are the phrases of version 3
  of(String.raw`snmp\w+`, String.raw`${some}-[cA]\s?`),
  of(String.raw`snmp\w+`, String.raw`${some}-X\s?`),
  of('ss-(?:local|server|redir|tunnel)|edge|n2n', String.raw`${some}-k\s?`),
  of('htpasswd', String.raw`(?:-\S+\s+)*-\w*(?:bn|nb)\w*\s(?:-\S+\s+|\d+\s+)*[^\s-]\S*\s+`),
  of('htpasswd', String.raw`(?:-\S+\s+)*-\w*b(?!n)\w*\s(?:-\S+\s+)*[^\s-]\S*\s+[^\s-]\S*\s+`),
  of('openssl', String.raw`enc\s${some}-k\s+`),
  of('openssl', String.raw`\S+\s${some}-(?:K|iv|hmac|psk|passwd)\s+`),
  of('openssl', String.raw`passwd\s(?:-\S+\s+)*`, String.raw`(?!-)\S+`),
  of('user(?:add|mod)|mcrcon|rcon|psexec|hummingbot|doveadm|wmic', String.raw`${some}-p\s+`),
  of('vncpasswd', String.raw`-f\s+`),
  of(String.raw`7z\w*|unrar|rar`, String.raw`${some}-h?p`, String.raw`[^\s-]\S+`),
  of('qpdf', String.raw`${some}--encrypt\s+`, String.raw`\S+\s+\S+`),
  of('mysqladmin|nmcli', String.raw`${some}password\s+`),
  of('rabbitmqctl', String.raw`${some}(?:add_user|change_password|authenticate_user)\s+\S+\s+`),
  of(String.raw`redis-\w+`, String.raw`${some}(?:-a|auth)\s+`),
  of('ssh-keygen', String.raw`${some}-[NP]\s+`),
  of('wpa_passphrase', String.raw`${word}\s+`),
  of('iwconfig', String.raw`\S+\s+key\s+`),
  of('rclone', String.raw`obscure\s+`),
  of(String.raw`bw`, String.raw`unlock\s+`, String.raw`(?!-)\S+`),
  of('bw', String.raw`login\s+\S+@\S+\s+`, String.raw`(?!-)\S+`),
  of(String.raw`\w*-?cli`, String.raw`${some}walletpassphrase\s+`),
  of(String.raw`steam\w*`, String.raw`${some}[+-]login\s+\S+\s+`, String.raw`(?![+-])\S+`),
  of('smbpasswd', String.raw`(?:-\S+\s+)*[^\s-]\S*\s+`),
  of('samba-tool', String.raw`user\s+(?:create|add|setpassword)\s+\S+\s+`, String.raw`(?!-)\S+`),
  of('net', String.raw`use\s+\S+\s+`, String.raw`(?!/)\S+(?=\s.*/user)`),
  of('isql|iusql', String.raw`\S+\s+\S+\s+`, String.raw`(?!-)\S+`),
  of('bcp|sqlcmd|osql', String.raw`${some}-P`, String.raw`[^\s-]\S*`),
  of(
    'sqlplus|impdp|expdp|imp|exp|rman|sqlldr',
    String.raw`(?:\S+\s+){0,6}?(?:userid=)?[^\s/]{1,60}/`,
    String.raw`[^\s@]+`,
  ),
  of('pg_\\w+|ktutil|irssi', String.raw`${some}-[wW]\s?`, String.raw`[^\s-]\S*`),
  of('gh', String.raw`secret\s+set\s+\S+\s+(?:-b|--body)[\s=]\s*`),
  of('op', String.raw`signin\s(?:-\S+\s+)*`, String.raw`(?!-)\S+`),
  of('mc', String.raw`alias\s+set\s+\S+\s+\S+\s+\S+\s+`),
  of('pulumi', String.raw`config\s+set\s+--secret\s+\S+\s+`),
  of('kinit', String.raw`[^\s-]\S*\s+`, String.raw`(?!-)\S+`),
  // what a program reads from a pipe as a password
  /(\becho\s(?:-\w+\s)?["']?(?:[^\s"'|:]{1,100}:)?)[^\s|]+(?=\s*\|\s*(?:\S+\s){0,6}?(?:sudo\s.{0,80}?-S|\S*passwd|\S*--\S*stdin|cryptsetup|gpg|kinit))/gi,
  /(\bchpasswd\s*<<<\s*["']?[^\s:]{1,100}:)\S+/gi,
  /(\bsend\s["'])[^"'\\]{4,200}(?=\\r)/g,
  /(\bproxyauth=[^\s:]{1,100}:)[^\s,]+/gi,
  // user%password of Samba's programs
  /(\s-U\s?[^\s%]{1,100}%)\S+/g,
];

/** Words that are drawn, not made: two numbers amid letters, small and capital. Names have one (`Base64Encoder`). */
const drawn =
  /(?<![\w/.:@+%$-])(?!v\d)(?=[A-Za-z\d]*[a-z])(?=[A-Za-z\d]*[A-Z])(?:[A-Za-z]+\d+){2}[A-Za-z][A-Za-z\d]*(?![\w/.:@+%=-])/g;
/** A longer one is judged by all its parts (random.ts). */
const [SHORTEST_DRAWN, LONGEST_DRAWN] = [8, 19];

/** The text without secrets of which only the program, or their own letters, say that they are some. */
export function withoutProgramsSecrets(text: string, hidden: string): string {
  let shown = text;
  for (const place of places) shown = shown.replaceAll(place, (_, before: string) => before + hidden);
  return shown.replaceAll(drawn, (found) =>
    found.length < SHORTEST_DRAWN || found.length > LONGEST_DRAWN ? found : hidden,
  );
}
