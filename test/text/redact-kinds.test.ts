import { wordlist } from '@scure/bip39/wordlists/english.js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact } from '../../src/text/redact.ts';

const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const alphabets = {
  alnum: `${upper}${upper.toLowerCase()}0123456789`,
  base64: `${upper}${upper.toLowerCase()}0123456789+/`,
  base64url: `${upper}${upper.toLowerCase()}0123456789-_`,
  base58: '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz',
  base32: `${upper}234567`,
  nix: '0123456789abcdfghijklmnpqrsvwxyz',
  hex: '0123456789abcdef',
};

/** So many letters by chance. */
const drawn = (alphabet: keyof typeof alphabets, length: number) =>
  fc.string({
    unit: fc.constantFrom(...alphabets[alphabet].split('')),
    minLength: length,
    maxLength: length,
  });
const phrase = (length: number) =>
  fc.array(fc.constantFrom(...wordlist), { minLength: length, maxLength: length });

/** Draws that can be made again, so that what chance hides today it hides tomorrow. */
const sample = <T>(arbitrary: fc.Arbitrary<T>) => fc.sample(arbitrary, { seed: 11, numRuns: 200 });

describe('what chance makes', () => {
  it.each<[what: string, secret: fc.Arbitrary<string>, around?: (secret: string) => string]>([
    ['an AWS secret', drawn('base64', 40)],
    ['an AWS secret in a variable', drawn('base64', 40), (secret) => `X=${secret} run`],
    ['an AWS secret in an option', drawn('base64', 40), (secret) => `run --x='${secret}' now`],
    ['a token of letters and digits', drawn('alnum', 40)],
    ['a key of an exchange', drawn('alnum', 64)],
    ['32 bytes in base64', drawn('base64', 43).map((text) => `${text}=`)],
    ['64 bytes in base64', drawn('base64', 86).map((text) => `${text}==`)],
    ['a token for addresses', drawn('base64url', 43)],
    ['a Solana key', drawn('base58', 88)],
    ['a key of a wallet in hex', drawn('hex', 64), (secret) => `run --pk=${secret}`],
    ['a key with 0X', drawn('hex', 64).map((text) => `0X${text.toUpperCase()}`)],
    ['a seed for one-time passwords', drawn('base32', 52)],
  ])('is hidden: %s', (_, secret, around = (word) => `python bot.py ${word} --live`) => {
    const secrets = sample(secret);
    const seen = secrets.filter((each) => redact(around(each)).includes(each));
    // What is short of digits and changes may look like a name: one in 40 draws.
    expect(seen.length).toBeLessThanOrEqual(secrets.length / 40);
  });

  it.each([' ', '-', ',', '_', '|', '+', '%20', '\\ ', '\n', '", "', '/', ' ... '])(
    'is hidden: a seed phrase of any length, with %j between its words',
    (between) => {
      for (const length of [12, 15, 18, 21, 24]) {
        for (const words of sample(phrase(length)).slice(0, 40)) {
          const shown = redact(`MNEMONIC="${words.join(between)}" run`);
          expect(shown).not.toContain(words.slice(-4).join(between));
          expect(shown).not.toContain(words.slice(0, 4).join(between));
        }
      }
    },
  );

  it('is hidden: a seed phrase as one name, and one that no quotes hold', () => {
    for (const words of sample(phrase(12))) {
      const name = words.map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`).join('');
      expect(redact(`run ${name}`)).toBe('run [redacted]');
      expect(redact(`run --x ${words.join('')} --live`)).toBe('run --x [redacted] --live');
      expect(redact(`MNEMONIC=${words.join(' ')} --xyz`)).toBe('MNEMONIC=[redacted] --xyz');
    }
  });

  it('is hidden: the bytes of a key as numbers, and not a list that rises', () => {
    for (const bytes of sample(
      fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 64, maxLength: 64 }),
    ).filter((each) => new Set(each).size > 40)) {
      for (const between of [',', ', ']) expect(redact(`run ${bytes.join(between)}`)).toBe('run [redacted]');
    }
    const rising = Array.from({ length: 64 }, (_, at) => at).join(',');
    expect(redact(`taskset -c ${rising} run`)).toBe(`taskset -c ${rising} run`);
    const flags = Array.from({ length: 64 }, (_, at) => at % 2).join(',');
    expect(redact(`mask ${flags}`)).toBe(`mask ${flags}`);
  });
});

describe('what people and programs name', () => {
  it.each<[what: string, text: fc.Arbitrary<string>]>([
    ['a commit', drawn('hex', 40)],
    ['a container', drawn('hex', 12)],
    ['a digest', drawn('hex', 64).map((hash) => `nginx:1.25@sha256:${hash}`)],
    ['a layer', drawn('hex', 64).map((hash) => `/var/lib/docker/overlay2/${hash}/merged`)],
    [
      'a container of a shim',
      drawn('hex', 64).map((hash) => `containerd-shim -namespace moby -id ${hash} -address`),
    ],
    ['a control group', drawn('hex', 64).map((hash) => `/system.slice/docker-${hash}.scope`)],
    ['a store path', drawn('nix', 32).map((hash) => `/nix/store/${hash}-python3-3.11.6/bin/python3`)],
    ['a build folder', drawn('hex', 32).map((hash) => `/root/.cache/bazel/_bazel_root/${hash}/execroot`)],
    ['an image of a commit', drawn('hex', 40).map((hash) => `registry/app:main-${hash}`)],
    ['a host key', drawn('base64', 43).map((hash) => `SHA256:${hash}`)],
    ['a sum of npm', drawn('base64', 86).map((hash) => `sha512-${hash}==`)],
    ['an address of a wallet', drawn('hex', 40).map((hash) => `0x${hash}`)],
    ['a bundle', drawn('alnum', 8).map((hash) => `/srv/web/assets/index-${hash}.js`)],
    [
      'an environment',
      drawn('alnum', 8).map(
        (hash) => `/home/knox/.local/share/virtualenvs/akashic-records-${hash}/bin/python`,
      ),
    ],
    ['a uuid', fc.uuid()],
  ])('stays: %s', (_, text) => {
    for (const each of sample(text)) expect(redact(`runs ${each} now`)).toBe(`runs ${each} now`);
  });

  it.each([
    '/usr/lib/x86_64-linux-gnu/libstdc++.so.6.0.30',
    '/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2',
    '/app/node_modules/.pnpm/@octokit+rest@22.0.1_0123abcd/node_modules/x',
    '/Applications/Visual Studio Code.app/Contents/Frameworks/Electron Framework.framework/Versions/A',
    '/Users/knox/Library/Application Support/com.apple.TCC/V2/AppStore1/IDE4Cache',
    '/opt/homebrew/Cellar/python@3.11/3.11.6_1/Frameworks/Python.framework/Versions/3.11/bin/python3.11',
    '/opt/kafka/libs/kafka-clients-3.6.1.jar:/opt/kafka/libs/slf4j-api-1.7.36.jar',
    '/home/k/.cargo/registry/src/index.crates.io-6f17d22bba15001f/serde-1.0.193/src',
    'golang.org/x/sys@v0.0.0-20231005162018-eb2d3a7a7e2d',
    '/Srv1/App2/Bin3/Lib4/Etc5/Var6/Tmp7/Usr8/Opt9',
    '/opt/Release20260329/Build4711/Linux64/X86/Bin/Server',
    'site-packages/numpy/core/_multiarray_umath.cpython-311-x86_64-linux-gnu.so',
    'renovate/major-2-NodeJS22/PostgreSQL16',
    'com.Example.LongPackageName2.ServiceImplFactory3Bean',
    'THIS_IS_A_CONSTANT_OF_SOME_PROGRAM_2',
    'docker run -u 1000 -p 80:80 -p 127.0.0.1:443:443 web',
    'ldconfig -w x',
    'mkdir -p /srv/app',
    'unzip -o a.zip -d /srv',
    'python bot.py --wallet knox --port 80',
    'fix authorization: check roles before names',
    'set cookie: only over TLS',
    'tar --bypass all',
  ])('stays: %s', (text) => {
    expect(redact(text)).toBe(text);
  });
});
