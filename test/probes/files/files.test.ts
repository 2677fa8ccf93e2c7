import { createHash } from 'node:crypto';
import { chmodSync, existsSync, lstatSync, symlinkSync, truncateSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { files } from '../../../src/probes/files/files.ts';
import type { Files } from '../../../src/facts/files/file.ts';
import { lacksShells } from '../../support/machines/shells.ts';
import { lacks } from '../../support/machines/system.ts';
import { folderWith, look, userlands, watched } from '../../support/probes/file-scene.ts';
import type { Userland } from '../../support/probes/file-scene.ts';

const denied = {
  ok: false,
  reason: 'denied',
  detail: expect.stringContaining('the SSH user may not read it'),
  advice: { what: 'the SSH user may not read it', cure: expect.stringContaining('sudo: true') },
};

async function read(paths: ReturnType<typeof watched>[], on: Userland): Promise<Files> {
  const seen = await look(files, [{ files: paths }], on);
  if (!seen.ok) throw new Error(seen.detail);
  return seen.value;
}

const skipped = lacksShells || lacks(['setpriv', 'util-linux'], ['openssl', 'openssl']);

describe.skipIf(skipped).each(userlands)('files, read by $name', (on) => {
  it('have a mode, an owner by name and number, and a type', async () => {
    const folder = await folderWith({
      plain: [0o640],
      open: [0o666],
      'special.sh': [0o6755],
      'sticky/': [0o1777],
    });
    const at = (name: string) => join(folder, name);
    const seen = await read(
      ['plain', 'open', 'special.sh', 'sticky/'].map((name) => watched(at(name))),
      on,
    );
    const { uid, gid } = lstatSync(at('plain'));
    expect(seen[at('plain')]).toEqual({
      ok: true,
      value: {
        type: 'regular',
        mode: '0640',
        uid,
        gid,
        owner: nameOf('-un', uid),
        group: nameOf('-gn', gid),
        is_public: false,
        sha256: null,
      },
    });
    expect(seen[at('open')]).toMatchObject({ value: { mode: '0666', type: 'regular' } });
    expect(seen[at('special.sh')]).toMatchObject({ value: { mode: '6755' } });
    expect(seen[at('sticky/')]).toMatchObject({ value: { mode: '1777', type: 'directory' } });
  });

  it('are the files that links lead to', async () => {
    const folder = await folderWith({ real: [0o604, 'x'] });
    symlinkSync('real', join(folder, 'link'));
    symlinkSync('nowhere', join(folder, 'broken'));
    const seen = await read([watched(join(folder, 'link')), watched(join(folder, 'broken'))], on);
    expect(seen[join(folder, 'link')]).toMatchObject({ value: { mode: '0604', type: 'regular' } });
    expect(seen[join(folder, 'broken')]).toEqual({ ok: true, value: null });
  });

  it('that are missing are told from those that a closed folder hides, one by one', async () => {
    const folder = await folderWith({
      'closed/': [0o700],
      'closed/key': [0o600],
      seen: [0o644],
      file: [0o644],
    });
    chmodSync(join(folder, 'closed/'), 0o000);
    symlinkSync('closed/key', join(folder, 'into'));
    const paths = ['closed/key', 'closed/none', 'none', 'file/none', 'seen', 'into'].map((name) =>
      join(folder, name),
    );
    const seen = await read(
      paths.map((path) => watched(path)),
      on,
    );
    chmodSync(join(folder, 'closed/'), 0o700);
    expect(paths.map((path) => seen[path])).toEqual([
      denied,
      denied,
      { ok: true, value: null },
      { ok: true, value: null },
      { ok: true, value: expect.objectContaining({ mode: '0644' }) },
      denied,
    ]);
  });

  it('are hashed where the manifest asks, and where they may be read', async () => {
    const folder = await folderWith({
      a: [0o644, 'hello\n'],
      'b\\c': [0o644, 'x'],
      shut: [0o000, 'y'],
      none: [0o644],
      'd/': [0o755],
    });
    const sha256 = 'f'.repeat(64);
    const paths = ['a', 'b\\c', 'shut', 'd/'].map((name) => watched(join(folder, name), { sha256 }));
    const seen = await read([...paths, watched(join(folder, 'none'))], on);
    const digest = (text: string) => ({ ok: true, value: createHash('sha256').update(text).digest('hex') });
    expect(seen[join(folder, 'a')]).toMatchObject({ value: { sha256: digest('hello\n') } });
    expect(seen[join(folder, 'b\\c')]).toMatchObject({ value: { sha256: digest('x') } });
    expect(seen[join(folder, 'shut')]).toMatchObject({ ok: true, value: { mode: '0000', sha256: denied } });
    expect(seen[join(folder, 'd/')]).toMatchObject({ value: { sha256: null } });
    expect(seen[join(folder, 'none')]).toMatchObject({ value: { sha256: null } });
  });

  it('too large to be hashed in time say so, and a named pipe hangs nobody', async () => {
    const folder = await folderWith({ huge: [0o644] });
    truncateSync(join(folder, 'huge'), 513 * 1024 * 1024);
    expect(spawnSync('mkfifo', ['-m', '644', join(folder, 'pipe.pem')]).status).toBe(0);
    const sha256 = 'f'.repeat(64);
    const seen = await read(
      [watched(join(folder, 'huge'), { sha256 }), watched(join(folder, 'pipe.pem'), { sha256 })],
      on,
    );
    expect(seen[join(folder, 'huge')]).toMatchObject({
      value: { sha256: { ok: false, reason: 'unsupported' } },
    });
    expect(seen[join(folder, 'pipe.pem')]).toMatchObject({ value: { type: 'fifo', sha256: null } });
  });

  it('in PEM are public where they hold no private key', async () => {
    const folder = await folderWith({
      'ca.pem': [0o644, '-----BEGIN CERTIFICATE-----\nAA\n'],
      'both.pem': [0o644, '-----BEGIN CERTIFICATE-----\n-----BEGIN RSA PRIVATE KEY-----\n'],
      'raw.key': [0o644, 'AAAA'],
      'shut.pem': [0o000, '-----BEGIN CERTIFICATE-----\n'],
    });
    const names = ['ca.pem', 'both.pem', 'raw.key', 'shut.pem'];
    const seen = await read(
      names.map((name) => watched(join(folder, name))),
      on,
    );
    const open = names
      .map((name) => seen[join(folder, name)])
      .map((file) => file?.ok && file.value?.is_public);
    expect(open).toEqual([true, false, false, false]);
  });

  it('with hostile names are read, and nothing in a name is run', async () => {
    const hostile = [
      "'; touch pwned; '",
      '$(touch pwned)',
      '`touch pwned`',
      '-rf',
      'a  b',
      '*',
      'börse 株',
      ': Permission denied',
      '"',
    ];
    const folder = await folderWith(Object.fromEntries(hostile.map((name) => [name, [0o640] as [number]])));
    const missing = hostile.map((name) => join(folder, 'no', name));
    const seen = await read(
      [...hostile.map((name) => join(folder, name)), ...missing].map((path) => watched(path)),
      on,
    );
    for (const name of hostile) expect(seen[join(folder, name)]).toMatchObject({ value: { mode: '0640' } });
    for (const path of missing) expect(seen[path]).toEqual({ ok: true, value: null });
    expect([folder, process.cwd(), '/'].some((at) => existsSync(join(at, 'pwned')))).toBe(false);
  });
});

function nameOf(option: string, id: number): string {
  const database = option === '-un' ? 'passwd' : 'group';
  return spawnSync('getent', [database, String(id)], { encoding: 'utf8' }).stdout.split(':')[0] ?? '';
}
