import { expect, it } from 'vitest';
import { redact } from '../../src/text/redact.ts';

const secret = 'hunter2x9Kq';
const letters = 'A1b2C3d4E5f6G7h8J9k0L1m2N3p4Q5r6';

// Put together here, so that no scanner takes this file for a leak.
it.each([
  'docker login -u knox -p SECRET registry',
  'mongosh -u knox -p SECRET db',
  'mysql -u root -pSECRET db',
  'PGPASSWORD=SECRET psql',
  'MYSQL_PWD=SECRET mysql',
  'sshpass -p SECRET ssh box',
  'ldapsearch -D cn=x -w SECRET base',
  'zip -P SECRET a.zip f',
  'openssl rsa -passin pass:SECRET -in f',
  'openssl enc -pass pass:SECRET -in f',
  'smbclient //h/s -U user%SECRET',
  'sqlplus scott/SECRET@db',
  'keytool -storepass SECRET -list',
  'gpg --passphrase SECRET -d f',
  'java -Ddb.password=SECRET -jar a',
  'psql "host=h password=SECRET dbname=x"',
  'redis://:SECRET@cache:6379/0',
  'mongodb+srv://u:SECRET@c.mongodb.net/x',
  'curl -u a:SECRET h',
  'curl -ua:SECRET h',
  'curl -su a:SECRET h',
  'curl -b "sid=SECRET" h',
  'curl --cookie sid=SECRET h',
  'curl -H "Cookie: session=SECRET; a=b" h',
  'Set-Cookie: sid=SECRET; Path=/',
  "curl -H 'Authorization: SECRET' h",
  'curl -H "Authorization: Token token=SECRET" h',
  'curl -H "X-Api-Key: SECRET" h',
  'bot --wallet-password SECRET run',
  'bot --totp SECRET',
  'bot --2fa SECRET',
  'TOTP=SECRET bot',
  'JWT_SALT=SECRET bot',
  'solana --keypair SECRET x',
  'otpauth://totp/x?secret=SECRET&issuer=y',
  'AccountKey=SECRET;EndpointSuffix=core',
])('hides the secret of: %s', (line) => {
  const shown = redact(line.replace('SECRET', secret));
  expect(shown).not.toContain(secret);
  expect(shown).toContain('[redacted]');
});

it.each([
  ['Telegram', `https://api.telegram.org/bot123456789:${letters}abc/sendMessage`],
  ['Discord', `https://discord.com/api/v10/webhooks/123456789012345678/${letters}`],
  ['Stripe', `run ${['wh', 'sec_'].join('')}${letters}`],
  ['Google', `run ${['GOC', 'SPX-'].join('')}${letters}`],
  ['Google, for a while', `run ${['ya', '29.'].join('')}${letters}`],
  ['PyPI', `run ${['py', 'pi-'].join('')}${letters}`],
  ['HashiCorp', `run ${['hv', 's.'].join('')}${letters}`],
  ['Docker', `run ${['dckr', '_pat_'].join('')}${letters}`],
  ['DigitalOcean', `run ${['dop', '_v1_'].join('')}${'4f'.repeat(32)}`],
  ['Shopify', `run ${['shp', 'at_'].join('')}${'4f'.repeat(16)}`],
  ['Supabase', `run ${['sb', 'p_'].join('')}${'4f'.repeat(20)}`],
  ['Mailgun', `run ${['ke', 'y-'].join('')}${'4f'.repeat(16)}`],
  ['a key without its frame', `run MII${letters}${letters}==`],
  ['AWS, in its own example', 'run wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'],
])('hides a token of %s', (_, text) => {
  expect(redact(text)).toMatch(/^(?:run|https:.*(?:bot|webhooks\/))\s?\[redacted\](?:\/sendMessage|==)?$/);
});
