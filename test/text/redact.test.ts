import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quotable } from '../../src/text/observed-text.ts';
import { redact } from '../../src/text/redact.ts';
import { rounds } from '../support/property-time.ts';

// Put together here, so that no scanner takes this file for a leak.
const join = (...parts: string[]) => parts.join('');
const discordToken = join('MTk4NjIyNDgzNDcxOTI1MjQ4', '.Cl2FMQ.', 'ZnCjm1XVW7vRze4b7Cq4se7kKWsAbC');

const seedWords =
  'abandon ability able about above absent absorb abstract absurd abuse access accident account accuse achieve acid acoustic acquire across act action actor actress actual'.split(
    ' ',
  );
const phrase = (length: number) => seedWords.slice(0, length).join(' ');

const secrets: [what: string, text: string, secret: string][] = [
  ['an option with a space', 'serve --password hunter2 --port 80', 'hunter2'],
  ['an option with =', 'serve --db-password=hunter2', 'hunter2'],
  ['a quoted option', 'serve --api-key "two words" -v', 'two words'],
  ['a single-dash option', 'java -token abc.def Main', 'abc.def'],
  ['curl -u', 'curl -u knox:hunter2 http://x', 'hunter2'],
  ['an environment variable', 'env EXCHANGE_SECRET=s3cr3t python main.py', 's3cr3t'],
  ['a KEY= variable', 'WALLET_KEY=abcdef run', 'abcdef'],
  ['a variable with a prefix before PWD', 'DB_PWD=hunter2 run', 'hunter2'],
  ['a query string', 'GET http://x/y?token=abc123&z=1', 'abc123'],
  ['JSON', '{"password": "hunter2", "a": 1}', 'hunter2'],
  ['a URL with credentials', 'fetch https://knox:hunter2@example.org/x.git', 'hunter2'],
  ['a password that holds a slash', 'postgres://shiva:hun/ter2@db/x', 'hun/ter2'],
  ['a URL with a token for a user', `https://${join('ghp', '_', 'a'.repeat(36))}@github.com/x`, 'aaaa'],
  ['a bearer token', 'Authorization: Bearer abcdef0123456789', 'abcdef0123456789'],
  ['a GitHub token', `pushed with ${join('gh', 'p_', 'A1'.repeat(18))}`, 'A1A1A1'],
  ['a fine-grained GitHub token', join('github', '_pat_', 'A1'.repeat(20)), 'A1A1A1'],
  ['a Discord bot token', `run ${discordToken}`, 'ZnCjm1XVW7'],
  ['a Discord webhook', `https://discord.com/api/webhooks/1234/${'x'.repeat(20)}`, 'xxxx'],
  ['a Slack token', join('xox', 'b-1234567890-abcdefghij'), 'abcdefghij'],
  ['an AWS key', join('AKIA', 'IOSFODNN7EXAMPLE'), 'IOSFODNN7'],
  ['a JSON web token', join('eyJ', 'hbGciOiJIUzI1NiJ9', '.eyJzdWIiOiIxMjM0In0.c2ln'), 'hbGciOi'],
  ['a wallet key', `run 0x${'4f'.repeat(32)}`, '4f4f4f'],
  ['--pass', 'serve --pass hunter2', 'hunter2'],
  ['--pass in words', 'serve --pass correcthorse --port 80', 'correcthorse'],
  ['--pwd', 'serve --pwd hunter', 'hunter'],
  ['--pwd=', 'serve --pwd=hunter', 'hunter'],
  ['--db-pass', 'serve --db-pass hunter', 'hunter'],
  ['--key', 'serve --key abcdef', 'abcdef'],
  ['--apiKey', 'serve --apiKey abcdef', 'abcdef'],
  ['-key', 'serve -key abcdef', 'abcdef'],
  ['--auth', 'serve --auth abcdef', 'abcdef'],
  ['--pin', 'serve --pin 4711', '4711'],
  ['-pX of mysql', 'mysql -h db -u knox -phunter shop', 'hunter'],
  ['-pX of anything', 'tool -phunt3r shop', 'hunt3r'],
  ['sshpass', 'sshpass -p hunter ssh box', 'hunter'],
  ['a variable before the program', 'PASS=hunter AUTH=abc run', 'hunter'],
  ['a second variable', 'PASS=hunter AUTH=abcx run', 'abcx'],
  ['a seed in the environment', 'SEED=abcx run', 'abcx'],
  ['a seed phrase, its first word', `bot --mnemonic ${phrase(12)} --live`, 'abandon'],
  ['a seed phrase, its last word', `bot --mnemonic ${phrase(24)} --live`, 'actual'],
  ['a seed phrase with =', `bot --seed=${phrase(12)}`, 'access'],
  ['a seed phrase in another language', 'bot --mnemonic \u00e1baco abdomen abeja abierto', 'abierto'],
  ['a seed phrase that nobody names', `bot ${phrase(15)} run`, 'accident'],
  ['a seed phrase with commas', `bot ${phrase(12).replaceAll(' ', ',')}`, 'access'],
  ['a seed phrase of four letters a word', `bot ${phrase(12).replaceAll(/([a-z]{4})[a-z]*/g, '$1')}`, 'abso'],
  ['64 hex digits', `bot ${'4f'.repeat(32)} run`, '4f4f'],
  ['128 hex digits', `bot ${'4F'.repeat(64)}`, '4F4F'],
  ['a WIF key', join('bot 5', 'HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ'), 'HueCGU'],
  ['a compressed WIF key', join('bot K', 'wDiBf89QgGbjEhKnhXJuH7LrciVrZi3qYjgd9M7rFU73sVHnoWn'), 'wDiBf'],
  ['an xprv', join('bot x', 'prv', 'A1b2'.repeat(26), 'abc'), 'A1b2'],
  ['a zprv', join('bot z', 'prv', 'A1b2'.repeat(26), 'abc'), 'A1b2'],
  ['a Solana key', `bot ${'4vJ9'.repeat(22)}`, '4vJ9'],
  [
    'a Solana key as numbers',
    `bot [${Array.from({ length: 64 }, (_, at) => at + 100).join(',')}]`,
    '117,118',
  ],
  ['a password that holds an @', 'fetch https://knox:hun@ter2@example.org/x', 'ter2'],
  ['a password without a scheme', 'mongo knox:hun@ter2@db/x', 'ter2'],
  ['a random text', join('bot ', 'q7Zr2LxT9vBn4KdW8sPy3MhJ6cFg5RtA'), 'q7Zr2'],
  ['an AWS secret', join('bot ', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEX4MPLEKE9'), 'wJalr'],
  [
    'a PEM block',
    join('-----BEGIN RSA ', 'PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----'),
    'MIIEow',
  ],
  ['a PEM block that was cut off', join('-----BEGIN OPENSSH ', 'PRIVATE KEY-----\nb3BlbnNz'), 'b3BlbnNz'],
];

describe('redact', () => {
  it.each(secrets)('hides %s', (_what, text, secret) => {
    expect(text).toContain(secret);
    expect(redact(text)).not.toContain(secret);
    expect(redact(text)).toContain('[redacted]');
  });

  it.each([
    ['a commit hash', 'runs a3f8c21d9e0b4f6a7c8d1e2f3a4b5c6d7e8f9a0b now'],
    ['the working directory', 'PWD=/opt/shiva run'],
    ['a path to a secret', 'serve --password-file /run/secrets/db'],
    ['the next option', 'serve --token --verbose'],
    ['prose', 'Basic authentication: token handling reworked'],
    ['a plain URL', 'GET http://100.91.193.23:8002/health'],
    ['a key file', 'serve --key /etc/ssl/site.key --key-file x'],
    ['what --auth may be', 'serve --auth none'],
    ['a port', 'ssh -p22 box'],
    ['ports', 'docker run -p 8080:80 -p 127.0.0.1:9:9 web'],
    ['an option in words', 'serve -port 80 -path /srv'],
    ['a digest', `nginx:1.25@sha256:${'4f'.repeat(32)}`],
    ['a host key', 'SHA256:uNiVztksCsDhcc0u9e8BgrJXVGDluNiVztksCsDhcc0 is new'],
    ['an SSH address', 'git@github.com:Invictus-Labs/akashic-records.git'],
    ['a version behind a port', 'GET http://10.0.0.1:8080/pkg@1.2.3'],
    ['a mail address with a scheme', 'mailto:knox@example.org'],
    ['a store path', '/nix/store/7sl1xp2dw5kfh8vnpav3bk2h8cbzq5vb-python3-3.11.6/bin/python3'],
    ['a long path', '/Users/knox/Library/PrivateFrameworks/CoreServices2/Versions15/Current'],
    ['a long name', 'ThisIsTheVeryLongNameOfSomeFactoryBean2WithVersion15Suffix'],
    ['a uuid', '6F9619FF-8B86-D011-B42D-00CF4FC964FF 6f9619ff-8b86-d011-b42d-00cf4fc964ff'],
    [
      'prose of short words',
      'fix the bug that the old app had when you ran the job and then hit the red key for too long',
    ],
    ['one word over and over', `detail: ${'word '.repeat(100)}`],
    ['a mail address', 'Signed-off-by: Knox <knox@example.org>'],
    ['a subject with a colon', 'fix token: handle expiry'],
  ])('keeps %s', (_what, text) => {
    expect(redact(text)).toBe(text);
  });

  it.each([
    ['11 words of the list and another', `${phrase(11)} xyzzy`],
    ['12 words of the list with others between them', seedWords.slice(0, 12).join(' xyzzy ')],
  ])('leaves %s as they are', (_what, text) => {
    expect(redact(text)).toBe(text);
  });

  it('leaves the rest of the command line readable', () => {
    expect(redact('serve --password hunter2 --port 80')).toBe('serve --password [redacted] --port 80');
    expect(redact('https://knox:hunter2@example.org/x')).toBe('https://[redacted]@example.org/x');
  });

  it('answers within a second for hostile text', () => {
    const parts = [
      '://',
      'a'.repeat(50),
      '-----BEGIN A-----',
      '--token',
      '=',
      'key',
      '"',
      ':',
      '@',
      ' ',
      '0x',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 60 }), (picked) => {
        const text = picked.join('').repeat(40).slice(0, 20_000);
        const started = performance.now();
        redact(text);
        expect(performance.now() - started).toBeLessThan(1000);
      }),
      { numRuns: rounds(60) },
    );
  });
});

describe('quotable', () => {
  it.each([
    ['newlines', 'one\r\ntwo', 'one two'],
    ['terminal colours', '\u001B[31mred\u001B[0m', 'red'],
    ['a terminal title', '\u001B]0;owned\u0007text', 'text'],
    ['text that runs backwards', 'abc\u202Etxt.exe', 'abc txt.exe'],
    ['half a surrogate pair', 'a\uD800b', 'a b'],
    ['a secret', 'x --token abc', 'x --token [redacted]'],
  ])('makes one plain line of %s', (_what, text, line) => {
    expect(quotable(text)).toBe(line);
  });

  it('caps by characters and says so', () => {
    expect(quotable('😀'.repeat(300), 10)).toBe(`${'😀'.repeat(9)}…`);
  });

  it('never shows a control character, whatever it is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 50 }), (text, longest) => {
        const line = quotable(text, longest);
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
        expect(Array.from(line).length).toBeLessThanOrEqual(longest);
      }),
    );
  });
});
