import { describe, expect, it } from 'vitest';
import { redact } from '../../src/text/redact.ts';

// Put together here, so that no scanner takes this file for a leak.
const hex = '0f1e2d3c4b5a69788796a5b4c3d2e1f0';
const mixed = 'A1b2C3d4E5f6G7h8J9k0L1m2';

describe('a key that its place betrays', () => {
  it.each([
    ['as a word of its own', `bot.py ${hex} --live`, 'bot.py [redacted] --live'],
    ['amid an address', `https://h.example/${hex}/eth`, 'https://h.example/[redacted]/eth'],
    ['behind a letter', `run --k ${hex} --live`, 'run --k [redacted] --live'],
    ['behind a short option', `run -k ${hex}`, 'run -k [redacted]'],
    ['behind an equals sign', `run --x=${hex}`, 'run --x=[redacted]'],
    ['in quotes', `run "--x='${hex}'"`, `run "--x='[redacted]'"`],
    ['in capitals', `run --x ${hex.toUpperCase()}`, 'run --x [redacted]'],
    ['of 20 bytes', `run --ak ${hex}01234567`, 'run --ak [redacted]'],
    ['in a variable', `API=${hex} run`, 'API=[redacted] run'],
    ['in a query', `http://h/?a=1&k=${hex}`, 'http://h/?a=1&k=[redacted]'],
    ['at the end of an address', `wss://h.example/ws/v3/${hex}`, 'wss://h.example/ws/v3/[redacted]'],
    ['with a slash behind it', `https://h.example/${hex}/`, 'https://h.example/[redacted]/'],
    ['behind a version', `https://h.example/v2/${hex}/eth`, 'https://h.example/v2/[redacted]/eth'],
    ['in base64 of 16 bytes', 'run /H1YOp7mZyiIek6jhLQshQ==', 'run [redacted]'],
    ['in base64 of 17 bytes', 'run H1YOp7mZyiIek6jhLQshQaB=', 'run [redacted]'],
  ])('is hidden %s', (_, text, shown) => {
    expect(redact(text)).toBe(shown);
  });

  it.each([
    `run ${hex}01234567 now`,
    `the checksum ${hex}`,
    `md5: ${hex}`,
    `https://h/builds/${hex}/log`,
    `run --hash ${hex}`,
    `run --image-id ${hex}`,
    `run --machine ${hex}`,
    `run --buildId ${hex}`,
    `run --gitCommit=${hex}01234567`,
    `GIT_COMMIT=${hex}01234567 run`,
    `SOURCE_SHA256=${hex} run`,
    `http://h/?ref=${hex}01234567`,
    `http://h/?etag=${hex}`,
    `run --x ${hex.slice(1)}`,
    `run --x ${hex}-1`,
    `https://github.com/o/r/commit/${hex}01234567`,
    `https://github.com/o/r/commit/${hex}01234567/`,
    `https://raw.githubusercontent.com/o/r/${hex}01234567/file`,
    `https://h/builds/${hex}`,
    `/srv/cache/${hex}`,
    'SHA256:H1YOp7mZyiIek6jhLQshQ==',
    'sha1-H1YOp7mZyiIek6jhLQshQ==',
    'run aaaaaaaaaaaaaaaaaaaaaa==',
    'run AAAAAAAAAAAAAAAAAAAAA1==',
  ])('stays where everybody may know it: %s', (text) => {
    expect(redact(text)).toBe(text);
  });
});

describe('a secret', () => {
  it.each([
    ['a password with -P', 'mosquitto_sub -u knox -P SECRET -t x'],
    ['a password with -U and -P', 'ipmitool -U knox -P SECRET power'],
    ['-a of httpie', 'http -a knox:SECRET GET x'],
    ['-u of lftp', 'lftp -u knox,SECRET host'],
    ['a literal of a secret', 'kubectl create secret generic x --from-literal=a=SECRET'],
    ['an option with dots', 'freqtrade --exchange.secret SECRET'],
    ['another option with dots', 'freqtrade --exchange.key SECRET'],
    ['a private key by its short name', 'run --pk SECRET'],
    ['a secret key by its short name', 'run --wallet-sk=SECRET'],
    ['a private option', 'run --private SECRET'],
    ['JSON', 'run {"a":1,"pass":"SECRET"}'],
    ['JSON with a prefix', `run '{"db_auth": "SECRET"}'`],
    ['JSON with a key', 'run {"key":"SECRET"}'],
    ['JSON within a string', String.raw`run "{\"apiSecret\":\"SECRET\"}"`],
    ['a word of its own', 'ngrok authtoken SECRET'],
    ['a setting in two words', 'aws configure set aws_secret_access_key SECRET'],
    ['pw of a query', 'http://h/?a=1&pw=SECRET'],
  ])('is hidden as %s', (_, text) => {
    const shown = redact(text.replace('SECRET', 'hunter2x9Kq'));
    expect(shown).toBe(text.replace('SECRET', '[redacted]'));
  });

  it.each([
    ['AWS, for a while', ['AB', 'IAIOSFODNN7EXAMPLE'].join('')],
    ['age, in small letters', ['age-secret', '-key-1qqpq5x3yfz8zcx5qgq7qyjzq9q0q9qyjz8xq9'].join('')],
    ['a plugin of age', ['AGE-PLUGIN', '-YUBIKEY-1QQPQ5X3YFZ8ZCX5'].join('')],
    ['Shippo', ['shippo', `_live_${hex}01234567`].join('')],
    ['New Relic', ['NR', `AK-${mixed.toUpperCase()}`].join('')],
    ['Databricks', ['da', `pi${hex}`].join('')],
    ['NuGet', ['oy', `2${hex}${hex.slice(0, 11)}`].join('')],
    ['Nostr', ['ns', 'ec1qpzry9x8gf2tvdw0s3jn54khce6mua7lqpzry9x8gf2tvdw0s3jn54khce6'].join('')],
    ['Sui', ['suipriv', 'key1qpzry9x8gf2tvdw0s3jn54khce6mua7lqpzry9x8gf2tvdw0s3jn54khce6'].join('')],
    ['a user, as a hash', ['$6$', 'saltsalt$abcDEF./123'].join('')],
  ])('is hidden by its form: %s', (_, secret) => {
    expect(redact(`run ${secret}`)).toBe('run [redacted]');
  });

  it.each([
    'psql -U knox -P pager=off db',
    'scp -U knox -P 22 file',
    'gh repo create --private knox/drift2',
    'npm --private run',
    'run --pk 42',
    '{"keyboard":"us","name":"knox"}',
    'Rotate the token of staging before Friday',
    'Bump token 2.0.11',
    'run --bypass "all of it"',
    'echo $1 $HOME',
  ])('is not seen in: %s', (text) => {
    expect(redact(text)).toBe(text);
  });
});
