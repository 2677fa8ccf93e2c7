import { describe, expect, it } from 'vitest';
import { redact } from '../../src/text/redact.ts';

const words = 'abandon ability able about above absent absorb abstract absurd abuse access accident'.split(
  ' ',
);

describe('redact', () => {
  it.each([
    ['a bearer token that is short', 'curl -H "Authorization: Bearer abc.def"', 'abc.def'],
    ['a signature in a query', 'GET https://h/x?se=1&sig=abc123def', 'abc123def'],
    ['a Pwd in a connection string', 'Server=db;Uid=sa;Pwd=hunter2;', 'hunter2'],
    ['a seed in a variable of docker run', 'docker run --env=WALLET_SEED=hunter2 x', 'hunter2'],
    ['a password of redis', 'redis-server --requirepass hunter2', 'hunter2'],
    ['a password for redis-cli', 'redis-cli -h db -a hunter2 ping', 'hunter2'],
    ['the body of an OpenSSH key', 'b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQ', 'AAAAABG5vbmU'],
    ['a numbered seed phrase', words.map((word, at) => `${at + 1}. ${word}`).join('\n'), 'absurd'],
    ['a seed phrase of a list', JSON.stringify(words), 'absurd'],
  ])('hides %s', (_, text, secret) => {
    expect(text).toContain(secret);
    expect(redact(text)).not.toContain(secret);
  });

  it.each([
    ['the seed of chance', 'RANDOM_SEED=42 run'],
    ['a working directory', 'env PWD=/opt/x run'],
    ['a numbered list of words', '1. add\n2. remove\n3. the\n4. logs'],
  ])('leaves %s', (_, text) => {
    expect(redact(text)).toBe(text);
  });
});
