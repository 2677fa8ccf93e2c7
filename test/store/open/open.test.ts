import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openState } from '../../../src/store/open/open.ts';
import { UserError } from '../../../src/text/user-error.ts';
import { testFolder } from '../../support/machines/folder.ts';

async function opened(file: string) {
  const state = await openState(`sqlite://${file}`, () => 0);
  onTestFinished(() => state.close());
  return state;
}

/** Modes of files do not bind root: gives its rights away until the test has ended. */
function asNobody() {
  if (process.geteuid?.() !== 0) return;
  process.seteuid?.(65_534);
  onTestFinished(() => process.seteuid?.(0));
}

describe('openState', () => {
  it('makes the folder, and keeps what was written for the next start', async () => {
    const file = join(await testFolder(), 'a/b/state.sqlite');
    const first = await opened(file);
    await first.keyv('findings').set('open', { count: 3 });
    first.close();
    expect(await (await opened(file)).keyv('findings').get('open')).toEqual({ count: 3 });
  });

  it('throws where a write fails', async () => {
    const state = await opened(join(await testFolder(), 'state.sqlite'));
    const keyv = state.keyv('n');
    state.close();
    await expect(keyv.set('key', 1)).rejects.toThrow('finalized');
  });

  it.each([
    ['is no database', (file: string) => writeFileSync(file, 'x'.repeat(9000))],
    ['is cut off', (file: string) => truncateSync(file, 4096)],
  ])('sets a file aside that %s, and starts empty the next time', async (_, damage) => {
    const folder = await testFolder();
    const file = join(folder, 'state.sqlite');
    const state = await opened(file);
    const values = Array.from({ length: 200 }, (_, index) => ({ key: `k${index}`, value: 'v'.repeat(500) }));
    await state.keyv('n').setMany(values);
    state.close();
    damage(file);
    const broken = readFileSync(file);
    await expect(opened(file)).rejects.toThrow(UserError);
    expect(existsSync(file)).toBe(false);
    const aside = readdirSync(folder).find((name) => name === 'state.sqlite.broken-1970-01-01T00-00-00.000Z');
    expect(readFileSync(join(folder, aside!))).toEqual(broken);
    expect(await (await opened(file)).keyv('n').get('k1')).toBeUndefined();
  });

  it('says that a file is read-only, and leaves it where it is', async () => {
    const file = join(await testFolder(), 'state.sqlite');
    (await opened(file)).close();
    const bytes = readFileSync(file);
    chmodSync(file, 0o444);
    chmodSync(dirname(file), 0o555);
    asNobody();
    await expect(opened(file)).rejects.toThrow(/read-only/);
    expect(readFileSync(file)).toEqual(bytes);
  });

  it('says what to change where the path cannot be a file', async () => {
    const folder = await testFolder();
    writeFileSync(join(folder, 'file'), '');
    await expect(opened(folder)).rejects.toThrow(/cannot be opened.*STATE_URL/);
    await expect(opened(join(folder, 'file/state.sqlite'))).rejects.toThrow(/cannot be made.*STATE_URL/);
  });

  it('keeps every write that was confirmed before a kill -9', async () => {
    const file = join(await testFolder(), 'state.sqlite');
    const open = new URL('../../../src/store/open/open.ts', import.meta.url).href;
    const script = `
      import { openState } from ${JSON.stringify(open)};
      const keyv = (await openState(${JSON.stringify(`sqlite://${file}`)}, Date.now)).keyv('n');
      for (let n = 0; ; n += 1) { await keyv.set('k' + n, 'v'.repeat(2000)); process.stdout.write(n + '\\n'); }`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const ended = once(child, 'close');
    let last = -1;
    for await (const line of createInterface({ input: child.stdout })) {
      last = Number(line);
      if (last === 50) child.kill('SIGKILL');
    }
    await ended;
    expect(last).toBeGreaterThanOrEqual(50);
    const keyv = (await opened(file)).keyv('n');
    const keys = Array.from({ length: last + 1 }, (_, n) => `k${n}`);
    expect(await keyv.getMany(keys)).toEqual(keys.map(() => 'v'.repeat(2000)));
  });
});
