import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openKnownHosts } from '../../../../src/clients/ssh/host-keys/known-hosts-file.ts';
import { fingerprint } from '../../../../src/clients/ssh/host-keys/host-key.ts';
import {
  judgeHostKey,
  parseKnownHosts,
  pinnedAlgorithms,
} from '../../../../src/clients/ssh/host-keys/known-hosts.ts';

const ED = key('ssh-ed25519', 'a');
const OTHER = key('ssh-ed25519', 'b');
const RSA = key('ssh-rsa', 'c');

/** A key in SSH's wire form: its algorithm, then material that nobody looks at here. */
function key(algorithm: string, material: string) {
  const fields = [algorithm, material.repeat(32)].flatMap((text) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(text.length);
    return [length, Buffer.from(text)];
  });
  const blob = Buffer.concat(fields);
  return { blob, line: `${algorithm} ${blob.toString('base64')}` };
}

function verdict(text: string, host: string, port: number, presented = ED): string {
  const judged = judgeHostKey(parseKnownHosts(text), host, port, presented.blob);
  if (judged.accepted) return 'accepted';
  return judged.revoked ? 'revoked' : judged.refusal.state;
}

describe('known_hosts', () => {
  it.each([
    ['a plain name', `box ${ED.line}`, 'box', 22, 'accepted'],
    ['a name in another case', `Box ${ED.line}`, 'bOX', 22, 'accepted'],
    ['one of several names', `a,box,b ${ED.line}`, 'box', 22, 'accepted'],
    ['an IPv6 address', `::1 ${ED.line}`, '::1', 22, 'accepted'],
    ['a comment after the key', `box ${ED.line} root@box`, 'box', 22, 'accepted'],
    ['tabs and leading space', ` box\t${ED.line.replace(' ', '\t')}`, 'box', 22, 'accepted'],
    ['CRLF line ends', `x ${RSA.line}\r\nbox ${ED.line}\r\n`, 'box', 22, 'accepted'],
    ['the port in brackets', `[box]:2222 ${ED.line}`, 'box', 2222, 'accepted'],
    ['another port', `[box]:2222 ${ED.line}`, 'box', 2223, 'unknown'],
    ['brackets asked on port 22', `[box]:2222 ${ED.line}`, 'box', 22, 'unknown'],
    ['the plain name on another port', `box ${ED.line}`, 'box', 2222, 'accepted'],
    ['the plain name with another key on another port', `box ${OTHER.line}`, 'box', 2222, 'unknown'],
    ['a star', `*.example.org ${ED.line}`, 'a.b.example.org', 22, 'accepted'],
    ['a star for nothing', `box* ${ED.line}`, 'box', 22, 'accepted'],
    ['a star that must give back', `*a*ab ${ED.line}`, 'xaaab', 22, 'accepted'],
    ['a question mark', `10.0.0.? ${ED.line}`, '10.0.0.7', 22, 'accepted'],
    ['a question mark for two', `10.0.0.? ${ED.line}`, '10.0.0.17', 22, 'unknown'],
    ['a dot is a dot', `a.c ${ED.line}`, 'abc', 22, 'unknown'],
    ['a wildcard in brackets', `[10.0.0.*]:2222 ${ED.line}`, '10.0.0.9', 2222, 'accepted'],
    ['negation after the match', `*.org,!bad.org ${ED.line}`, 'bad.org', 22, 'unknown'],
    ['negation before the match', `!bad.org,*.org ${ED.line}`, 'bad.org', 22, 'unknown'],
    ['negation of another', `*.org,!bad.org ${ED.line}`, 'good.org', 22, 'accepted'],
    ['negation alone', `!bad.org ${ED.line}`, 'good.org', 22, 'unknown'],
    ['a part of the name', `box ${ED.line}`, 'boxer', 22, 'unknown'],
    ['another key', `box ${OTHER.line}`, 'box', 22, 'changed'],
    ['two keys of a type, ours second', `box ${OTHER.line}\nbox ${ED.line}`, 'box', 22, 'accepted'],
    ['a key of another type alone', `box ${RSA.line}`, 'box', 22, 'changed'],
    ['revoked', `@revoked box ${ED.line}`, 'box', 22, 'revoked'],
    ['revoked for all, pinned for one', `box ${ED.line}\n@revoked * ${ED.line}`, 'box', 22, 'revoked'],
    ['another one revoked', `box ${ED.line}\n@revoked * ${OTHER.line}`, 'box', 22, 'accepted'],
    ['an authority alone', `@cert-authority box ${ED.line}`, 'box', 22, 'unknown'],
    ['an authority and a pin', `@cert-authority box ${OTHER.line}\nbox ${ED.line}`, 'box', 22, 'accepted'],
    [
      'an authority and another pin',
      `@cert-authority box ${ED.line}\nbox ${OTHER.line}`,
      'box',
      22,
      'changed',
    ],
    ['only another one revoked', `@revoked * ${OTHER.line}`, 'box', 22, 'unknown'],
    ['a certificate authority', `@cert-authority * ${ED.line}`, 'box', 22, 'unknown'],
    ['an unknown marker', `@trusted box ${ED.line}`, 'box', 22, 'unknown'],
    ['a comment', `# box ${ED.line}`, 'box', 22, 'unknown'],
    ['a type that is not the key’s', `box ssh-rsa ${ED.blob.toString('base64')}`, 'box', 22, 'unknown'],
    ['no base64', 'box ssh-ed25519 !!!!', 'box', 22, 'unknown'],
    ['a line cut short', 'box ssh-ed25519', 'box', 22, 'unknown'],
    ['an old SSH 1 line', 'box 1024 35 1234567890', 'box', 22, 'unknown'],
    ['good after malformed', `box ssh-ed25519\n\n   \nbox ${ED.line}`, 'box', 22, 'accepted'],
    ['a hash with another magic', `|2|c2FsdA==|aGFzaA== ${ED.line}`, 'box', 22, 'unknown'],
    ['nothing', '', 'box', 22, 'unknown'],
  ])('%s', (_what, text, host, port, expected) => {
    expect(verdict(text, host, port)).toBe(expected);
  });

  it('matches many stars without trying all ways', () => {
    const name = 'a'.repeat(5000);
    expect(verdict(`${'*a'.repeat(200)}b ${ED.line}`, name, 22)).toBe('unknown');
  });

  it('names the pinned fingerprints, once each and without revoked ones', () => {
    const text = `box ${OTHER.line}\nbox ${OTHER.line}\nbox ${RSA.line}\n@revoked box ${ED.line}`;
    const judged = judgeHostKey(parseKnownHosts(text), 'box', 22, ED.blob);
    expect(judged).toEqual({
      accepted: false,
      revoked: true,
      certified: false,
      refusal: {
        state: 'changed',
        algorithm: 'ssh-ed25519',
        presented: fingerprint(ED.blob),
        pinned: [fingerprint(OTHER.blob), fingerprint(RSA.blob)],
      },
    });
  });

  it('lists the pinned algorithms of a host alone', () => {
    const known = parseKnownHosts(`box ${RSA.line}\nelse ${ED.line}\n@revoked box ${OTHER.line}`);
    expect([...pinnedAlgorithms(known, 'box', 22)]).toEqual(['ssh-rsa']);
    expect([...pinnedAlgorithms(known, 'box', 2222)]).toEqual(['ssh-rsa']);
  });
});

describe('known_hosts files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'driftwatch-known-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('are read together, again when one has changed, and are empty where missing', async () => {
    const [one, two] = [join(folder, 'one'), join(folder, 'two')];
    writeFileSync(one, `box ${ED.line}\n`);
    const read = openKnownHosts([one, two]);
    expect(await read()).toHaveLength(1);
    writeFileSync(two, `box ${RSA.line}\n`);
    expect(await read()).toHaveLength(2);
    writeFileSync(one, `box ${OTHER.line}\n`);
    expect((await read()).map((host) => host.key)).toEqual([OTHER.blob, RSA.blob]);
    rmSync(one);
    expect(await read()).toHaveLength(1);
  });

  it('are one list for all who ask while nothing changes', async () => {
    const path = join(folder, 'shared');
    writeFileSync(path, `box ${ED.line}\n`);
    const read = openKnownHosts([path, join(folder, 'none')]);
    const [one, other] = await Promise.all([read(), read()]);
    expect(one).toHaveLength(1);
    expect(other?.[0]).toBe(one?.[0]);
    expect(await read()).toBe(await read());
    rmSync(path);
    expect(await read()).toEqual([]);
  });

  it('that cannot be read deny', async () => {
    await expect(openKnownHosts([folder])()).rejects.toMatchObject({ kind: 'denied' });
  });
});
