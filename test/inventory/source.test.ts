import { mkdir, mkdtemp, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createManifestSource } from '../../src/inventory/load.ts';
import { currentMark, readText } from '../../src/inventory/text/read-text.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'driftwatch-source-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function written(name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

describe('a manifest source', () => {
  const good = (name: string) =>
    JSON.stringify({ services: [{ name, machine: 'one', host: '10.0.0.1', risk_tier: 'LOW' }] });
  const names = (current: Awaited<ReturnType<ReturnType<typeof createManifestSource>['current']>>) =>
    current.manifest.services.map((service) => service.name);

  it('throws until a good manifest has been read', async () => {
    const path = await written('first.json', '{');
    const source = createManifestSource(path);
    await expect(source.current()).rejects.toThrow(/^.*first\.json: line 1, column 2: /);
    await written('first.json', good('api'));
    expect(names(await source.current())).toEqual(['api']);
  });

  it('reads an edit at once, even one of the same size', async () => {
    const source = createManifestSource(await written('edit.json', good('api')));
    expect(names(await source.current())).toEqual(['api']);
    for (const name of ['web', 'job', 'bot']) {
      await written('edit.json', good(name));
      expect(names(await source.current())).toEqual([name]);
    }
  });

  it('reads a file that was put in its place, with old times', async () => {
    const source = createManifestSource(await written('renamed.json', good('api')));
    await sleep(150);
    await source.current();
    await rename(await written('other.json', good('web')), join(folder, 'renamed.json'));
    expect(names(await source.current())).toEqual(['web']);
  });

  it('reads an edit of the same size whose time was set back', async () => {
    const past = new Date('2026-01-01');
    const path = await written('back.json', good('api'));
    await utimes(path, past, past);
    const source = createManifestSource(path);
    await source.current();
    await sleep(20);
    await written('back.json', good('web'));
    await utimes(path, past, past);
    expect(names(await source.current())).toEqual(['web']);
  });

  it('trusts no file that was written this very moment', async () => {
    const path = await written('young.json', good('api'));
    const future = new Date(Date.now() + 50);
    await utimes(path, future, future);
    expect((await readText(path)).mark).toBeNull();
    const past = new Date('2026-01-01');
    await utimes(path, past, past);
    expect((await readText(path)).mark).toBe(await currentMark(path));
    expect(await currentMark(path)).not.toBeNull();
  });

  it('does not read an unchanged file again', async () => {
    const source = createManifestSource(await written('same.json', good('api')));
    await sleep(150);
    const { manifest } = await source.current();
    expect((await source.current()).manifest).toBe(manifest);
  });

  it('keeps the last good manifest through broken edits and a missing file, and says so', async () => {
    const path = await written('broken.json', good('api'));
    const source = createManifestSource(path);
    expect((await source.current()).warning).toBeNull();
    await written('broken.json', '{ "services": [] }');
    const kept = await source.current();
    expect(names(kept)).toEqual(['api']);
    expect(kept.warning).toBe(
      `the last good manifest is still used: ${path}: services: must hold at least 1 entry, found an empty list`,
    );
    await sleep(150);
    expect((await source.current()).warning).toBe((await source.current()).warning);
    await rm(path);
    expect((await source.current()).warning).toContain('broken.json: no such file');
    await mkdir(path);
    expect((await source.current()).warning).toContain('broken.json: is a directory');
    await rm(path, { recursive: true });
    await written('broken.json', good('web'));
    expect(await source.current()).toMatchObject({
      warning: null,
      manifest: { services: [{ name: 'web' }] },
    });
  });

  it('reads once for callers at the same time', async () => {
    const source = createManifestSource(await written('together.json', good('api')));
    const [one, other] = await Promise.all([source.current(), source.current()]);
    expect(one).toBe(other);
  });
});
