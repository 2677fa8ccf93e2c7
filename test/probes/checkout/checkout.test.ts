import { appendFileSync, chmodSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { aService } from '../../support/facts/observed.ts';
import { testFolder } from '../../support/machines/folder.ts';
import { shells } from '../../support/machines/shells.ts';
import { createCheckout, gitAt, march, readBy, readOne, write } from '../../support/probes/checkout-scene.ts';

const clean = {
  branch: 'main',
  contained: null,
  changed: [],
  changes: 0,
  more: false,
  unjudged: 0,
  laid: null,
};

describe.each(shells)('a checkout read by $name', ({ argv }) => {
  it('has head, branch, changes and moves, each of several its own', async () => {
    const folder = await testFolder();
    const [one, other] = [join(folder, `it's one`), join(folder, 'other')];
    const [first, second] = createCheckout(one);
    createCheckout(other);
    write(other, { 'main.py': 'print("by hand")\n' });
    const services = [
      aService({ name: 'a', checkout: one }),
      aService({ name: 'b', checkout: other }),
      aService({ name: 'c', checkout: one }),
      aService({ name: 'd', checkout: join(folder, 'nowhere') }),
    ];
    const seen = await readBy(argv, services);
    if (!seen.ok) throw new Error(seen.detail);
    const expected = {
      ...clean,
      head: second,
      committed_at: march(25),
      moves: [
        { from: '0'.repeat(40), to: first, at: march(20) },
        { from: first, to: second, at: march(25) },
      ],
      now: expect.any(Number),
    };
    expect(seen.value['a']).toEqual({ ok: true, value: expected });
    expect(seen.value['c']).toEqual(seen.value['a']);
    expect(seen.value['b']).toMatchObject({ ok: true, value: { changed: ['main.py'], changes: 1 } });
    expect(seen.value['d']).toMatchObject({
      ok: false,
      reason: 'malformed',
      detail: expect.stringContaining('no folder'),
    });
  });
});

describe('changes in a checkout', () => {
  it.each<[what: string, change: (folder: string) => void, changed: string[]]>([
    ['an edited file', (folder) => write(folder, { 'lib/db.py': 'x\n' }), ['lib/db.py']],
    ['a deleted file', (folder) => rmSync(join(folder, 'main.py')), ['main.py']],
    ['a mode', (folder) => chmodSync(join(folder, 'main.py'), 0o755), ['main.py']],
    [
      'a staged file',
      (folder) => {
        write(folder, { 'new.py': 'x\n' });
        gitAt(folder, march(26), 'add', 'new.py');
      },
      ['new.py'],
    ],
    [
      'a renamed file',
      (folder) => gitAt(folder, march(26), 'mv', 'main.py', 'start.py'),
      ['main.py', 'start.py'],
    ],
    ['no untracked file', (folder) => write(folder, { 'run.log': 'x\n' }), []],
    ['no touched file', (folder) => utimesSync(join(folder, 'main.py'), 1, 1), []],
  ])('are %s', async (_what, change, changed) => {
    const folder = await testFolder();
    createCheckout(folder);
    change(folder);
    expect(await readOne(folder)).toMatchObject({ ok: true, value: { changed, changes: changed.length } });
  });

  it('are only those below the folder that the manifest names', async () => {
    const folder = await testFolder();
    createCheckout(folder);
    write(folder, { 'main.py': 'x\n' });
    expect(await readOne(join(folder, 'lib'))).toMatchObject({
      ok: true,
      value: { changes: 0, branch: 'main' },
    });
    write(folder, { 'lib/db.py': 'x\n' });
    expect(await readOne(join(folder, 'lib'))).toMatchObject({
      ok: true,
      value: { changed: ['lib/db.py'], unjudged: 0 },
    });
  });

  it.each(['', 'build/\n'])(
    'are not those of a repository above that holds nothing of it',
    async (ignored) => {
      const folder = await testFolder();
      createCheckout(folder);
      write(folder, { '.gitignore': ignored, 'build/app.py': 'copied\n' });
      expect(await readOne(join(folder, 'build'))).toMatchObject({
        ok: false,
        detail: expect.stringContaining('is no checkout'),
      });
      gitAt(folder, march(26), 'add', '--force', 'build/app.py');
      expect(await readOne(join(folder, 'build'))).toMatchObject({
        ok: true,
        value: { changed: ['build/app.py'] },
      });
    },
  );

  it('are quoted where a name would break a line', async () => {
    const folder = await testFolder();
    createCheckout(folder);
    const odd = 'a\nend\ncheckout 1';
    write(folder, { [odd]: 'x', 'grün $(x).py': 'x' });
    gitAt(folder, march(26), 'add', '.');
    const changed = [String.raw`"a\nend\ncheckout 1"`, 'grün $(x).py'];
    expect(await readOne(folder)).toMatchObject({ ok: true, value: { changed } });
  });

  it('are capped, and say so', async () => {
    const folder = await testFolder();
    createCheckout(folder);
    write(folder, Object.fromEntries(Array.from({ length: 1100 }, (_, at) => [`f${at}`, 'x'])));
    gitAt(folder, march(26), 'add', '.');
    const read = await readOne(folder);
    if (!read.ok) throw new Error(read.detail);
    expect(read.value.changes).toBeGreaterThanOrEqual(1000);
    expect(read.value).toMatchObject({ more: true });
    expect(read.value.changed).toHaveLength(50);
  });

  it('are not judged where a filter would have to run', async () => {
    const folder = await testFolder();
    createCheckout(folder);
    write(folder, { '.gitattributes': '*.bin filter=lfs\n', 'model.bin': 'pointer\n' });
    gitAt(folder, march(26), 'add', '.');
    gitAt(folder, march(26), 'commit', '--quiet', '-m', 'a model');
    appendFileSync(join(folder, 'model.bin'), 'what the filter made of it\n');
    expect(await readOne(folder)).toMatchObject({ ok: true, value: { changes: 0, unjudged: 1 } });
    write(folder, { 'main.py': 'x' });
    expect(await readOne(folder)).toMatchObject({ ok: true, value: { changed: ['main.py'], unjudged: 1 } });
  });
});
