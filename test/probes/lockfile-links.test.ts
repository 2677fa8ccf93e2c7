import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lacksShells, shells } from '../support/machines/shells.ts';
import { read } from '../support/facts/lock-reading.ts';

describe.skipIf(lacksShells).each(shells)('a lock, read by $name', ({ argv }) => {
  let folder = '';
  const path = (name: string) => join(folder, name);

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'driftwatch-lock-'));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ['attic-4182', { pid: 4182, elsewhere: 'attic' }],
    ['knox-mac-mini-4182', { pid: 4182 }],
    ['127.0.1.1:+4182', { pid: 4182 }],
    ['knox@web-2.example.org.4182:1774807200', { pid: 4182, elsewhere: 'web-2.example.org' }],
    ['web-2:4182', { pid: 4182, elsewhere: 'web-2' }],
    ['web-2/1f3a:4182', { pid: 4182, elsewhere: 'web-2' }],
    [`${hostname()}-4182`, { pid: 4182 }],
  ])('that is a symbolic link to %j is read', (target, expected) => {
    rmSync(path('link'), { force: true });
    symlinkSync(target, path('link'));
    const seen = read(path('link'), argv);
    const lock = seen?.ok && seen.value.state === 'held' ? seen.value : null;
    const { pid, elsewhere } = lock ?? {};
    expect({ pid, elsewhere }).toEqual({ elsewhere: undefined, ...expected });
    expect(lock?.age_seconds).toBeLessThan(600);
  });

  it('tells which other numbers live, where no key names the pid', () => {
    writeFileSync(path('lock'), `8080 ${process.pid} 00${process.ppid}`);
    expect(read(path('lock'), argv)).toMatchObject({
      value: { pid: 8080, unsure: true, others: [process.pid, process.ppid] },
    });
  });

  it('tells no pid where every number has another name', () => {
    writeFileSync(path('lock'), '{"version":1}');
    expect(read(path('lock'), argv)).toMatchObject({ ok: false, reason: 'malformed' });
  });
});
