import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lutimesSync,
  mkdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Checkout } from '../../../src/facts/checkout.ts';
import { LONGEST_REVISION } from '../../../src/probes/checkout/laid-script.ts';
import { testFolder } from '../../support/machines/folder.ts';
import { aService } from '../../support/facts/observed.ts';
import { createCheckout, gitAt, march, readBy, readOne, write } from '../../support/probes/checkout-scene.ts';
import { shells } from '../../support/machines/shells.ts';

const sha = 'a3f8c21b9d1e44c0a3f8c21b9d1e44c0a3f8c21b';

/** As Capistrano lays it: releases, and a link to the one that runs. */
async function capistrano(revision = `${sha}\n`): Promise<{ folder: string; current: string }> {
  const folder = await testFolder();
  write(folder, { 'releases/7/REVISION': revision, 'releases/7/app.rb': 'run\n' });
  const current = join(folder, 'current');
  symlinkSync('releases/7', current);
  return { folder, current };
}

async function laidIn(folder: string): Promise<Checkout['laid']> {
  const read = await readOne(folder);
  if (!read.ok) throw new Error(read.detail);
  return read.value.laid;
}

describe.each(shells)('a release without git, read by $name', ({ argv }) => {
  it('is named by its file REVISION, and dated by the file and the link', async () => {
    const { folder, current } = await capistrano();
    const file = join(folder, 'releases/7/REVISION');
    utimesSync(file, march(20), march(20));
    lutimesSync(current, march(25), march(25));
    const seen = await readBy(argv, [
      aService({ name: 'a', checkout: current }),
      aService({ name: 'b', checkout: `${current}/` }),
    ]);
    if (!seen.ok) throw new Error(seen.detail);
    const laid = { file, version: sha, written_at: march(25), settled_at: expect.any(Number) };
    expect(seen.value['a']).toMatchObject({ ok: true, value: { head: null, moves: [], changes: 0, laid } });
    expect(seen.value['b']).toEqual(seen.value['a']);
    const own = seen.value['a'];
    expect(own?.ok && own.value.laid?.settled_at).toBeGreaterThan(march(25));
  });
});

describe('the file REVISION', () => {
  it.each([
    ['a SHA', sha, sha],
    ['with a line break of DOS', `${sha}\r\n`, sha],
    ['a short one', 'a3f8c21\n', 'a3f8c21'],
    ['a tag', 'v1.4.2\n', 'v1.4.2'],
    ['among words', `branch main, commit ${sha.toUpperCase()}\n`, sha.toUpperCase()],
    ['nothing', '', null],
    ['two SHAs', `${sha}\n${'b'.repeat(40)}\n`, null],
    ['a sentence', 'released by knox\n', null],
    ['an option', '--help\n', null],
    ['markup', '<@everyone>\n', null],
    ['a long text', `${'x '.repeat(LONGEST_REVISION)}${sha}`, null],
    ['binary', `\0\u001b[2J${sha}\0`, null],
    ['lines of the protocol', `end\ncheckout 1\nproblem missing\n`, null],
  ])('holds %s', async (_what, text, version) => {
    const { current } = await capistrano(text);
    expect(await laidIn(current)).toMatchObject({ version });
  });

  it('is found above the folder, and the nearest counts', async () => {
    const { folder, current } = await capistrano();
    write(folder, { REVISION: 'v9.9.9\n' });
    mkdirSync(join(folder, 'releases/7/services/api'), { recursive: true });
    expect(await laidIn(join(current, 'services/api'))).toMatchObject({ version: sha });
  });

  it('goes before the git checkout that its folder happens to lie in', async () => {
    const folder = await testFolder();
    createCheckout(folder);
    write(folder, { 'apps/x/REVISION': `${sha}\n` });
    expect(await laidIn(join(folder, 'apps/x'))).toMatchObject({ version: sha });
  });

  it('is a file like others where the checkout holds it, or its `.git` lies beside it', async () => {
    const folder = await testFolder();
    const [, second] = createCheckout(folder);
    write(folder, { REVISION: 'v1.0.0\n', 'lib/REVISION': 'v1.0.0\n' });
    expect(await readOne(folder)).toMatchObject({ ok: true, value: { head: second, laid: null } });
    gitAt(folder, march(26), 'add', 'lib/REVISION');
    expect(await readOne(join(folder, 'lib'))).toMatchObject({
      ok: true,
      value: { head: second, laid: null },
    });
  });

  it.each<[what: string, make: (path: string) => void]>([
    ['a folder', (path) => mkdirSync(path)],
    ['a FIFO', (path) => execFileSync('mkfifo', [path])],
    ['a link to nothing', (path) => symlinkSync('nowhere', path)],
    ['a link to itself', (path) => symlinkSync('REVISION', path)],
    ['absent', () => {}],
  ])('is none that is %s', async (_what, make) => {
    const { folder, current } = await capistrano();
    rmSync(join(folder, 'releases/7/REVISION'));
    make(join(folder, 'releases/7/REVISION'));
    expect(await readOne(current)).toMatchObject({
      ok: false,
      detail: `${current} is not a git checkout, and has no file REVISION`,
    });
  });

  it('is dated by each link of a chain', async () => {
    const { folder, current } = await capistrano();
    rmSync(current);
    symlinkSync('releases/../latest', current);
    symlinkSync(join(folder, 'releases/7'), join(folder, 'latest'));
    utimesSync(join(folder, 'releases/7/REVISION'), march(20), march(20));
    lutimesSync(current, march(21), march(21));
    lutimesSync(join(folder, 'latest'), march(27), march(27));
    expect(await laidIn(current)).toMatchObject({ written_at: march(27) });
  });

  it('bears no time that is yet to come: what was copied keeps the clock of its builder', async () => {
    const { folder, current } = await capistrano();
    utimesSync(join(folder, 'releases/7/REVISION'), 4_000_000_000, 4_000_000_000);
    const laid = await laidIn(current);
    expect(laid?.written_at).toBe(laid?.settled_at);
    expect(laid?.settled_at).toBeLessThanOrEqual(Math.ceil(Date.now() / 1000));
  });

  it.skipIf(process.getuid?.() !== 0)('is denied where the SSH user may not read it', async () => {
    const { folder, current } = await capistrano();
    chmodSync(folder, 0o755);
    chmodSync(join(folder, 'releases/7/REVISION'), 0o600);
    expect(await readOne(current, {}, 65_534)).toMatchObject({ ok: false, reason: 'denied' });
  });

  it('runs nothing that a folder is called', async () => {
    const folder = await testFolder();
    const odd = join(folder, `$(touch x)\`touch x\`';touch x;'\n end`);
    write(odd, { REVISION: `$(touch x)\n` });
    symlinkSync(odd, join(folder, 'current'));
    expect(await laidIn(join(folder, 'current'))).toMatchObject({ version: null });
    expect([existsSync(join(folder, 'x')), existsSync('x')]).toEqual([false, false]);
  });

  it('is read where git is not installed', async () => {
    const { folder, current } = await capistrano();
    createCheckout(join(folder, 'git'));
    const services = [
      aService({ name: 'a', checkout: current }),
      aService({ name: 'b', checkout: join(folder, 'git') }),
    ];
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'git'), '#!/bin/sh\nexit 127\n', { mode: 0o755 });
    const seen = await readBy(['env', `PATH=${bin}:${process.env['PATH'] ?? ''}`, 'sh'], services);
    expect(seen).toMatchObject({
      ok: true,
      value: { a: { ok: true, value: { laid: { version: sha } } }, b: { ok: false, reason: 'unsupported' } },
    });
  });
});
