import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quotable } from '../src/observed-text.ts';
import { redact } from '../src/redact.ts';

// Put together here, so that no scanner takes this file for a leak.
const join = (...parts: string[]) => parts.join('');
const discordToken = join('MTk4NjIyNDgzNDcxOTI1MjQ4', '.Cl2FMQ.', 'ZnCjm1XVW7vRze4b7Cq4se7kKWsAbC');

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
    ['a mail address', 'Signed-off-by: Knox <knox@example.org>'],
    ['a subject with a colon', 'fix token: handle expiry'],
  ])('keeps %s', (_what, text) => {
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
      { numRuns: 60 },
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
