import { chmodSync, existsSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testFolder } from '../../support/machines/folder.ts';
import { createCheckout, gitAt, march, readOne, write } from '../../support/probes/checkout-scene.ts';
import { fingerprint, plant, plantSubmodule, touchAll } from '../../support/probes/checkout-traps.ts';

describe('a hostile checkout', () => {
  it('is neither executed nor written', async () => {
    const folder = await testFolder();
    const [app, canary] = [join(folder, 'app'), join(folder, 'canary')];
    createCheckout(app);
    plantSubmodule(app, join(folder, 'vendor'), canary);
    plant(app, canary);
    touchAll(app);
    rmSync(canary, { force: true });
    const before = fingerprint(app);
    expect(await readOne(app)).toMatchObject({ ok: true, value: { branch: 'main', changes: 0 } });
    expect(existsSync(canary) ? readFileSync(canary, 'utf8') : '').toBe('');
    expect(fingerprint(app)).toBe(before);
    // The traps do spring for those who walk in.
    gitAt(app, march(27), '-c', 'alias.status=', 'status');
    const sprung = readFileSync(canary, 'utf8');
    for (const trap of [
      'clean',
      'process',
      'included',
      'two parts',
      'fsmonitor',
      'post-index-change',
      'submodule',
    ])
      expect(sprung).toContain(trap);
  });

  it('is not executed for objects that it leaves with somebody else', async () => {
    const folder = await testFolder();
    const [app, canary] = [join(folder, 'app'), join(folder, 'canary')];
    createCheckout(app);
    plant(app, canary);
    const tree = gitAt(app, march(26), 'rev-parse', 'HEAD^{tree}');
    chmodSync(join(app, '.git/objects', tree.slice(0, 2), tree.slice(2)), 0o644);
    gitAt(app, march(26), '-c', 'core.fsmonitor=false', 'prune-packed');
    rmSync(join(app, '.git/objects', tree.slice(0, 2), tree.slice(2)));
    rmSync(canary, { force: true });
    expect(await readOne(app)).toMatchObject({ ok: false, reason: 'malformed' });
    expect(existsSync(canary) ? readFileSync(canary, 'utf8') : '').toBe('');
  });

  it('is left alone where a filter has a name that cannot be disarmed', async () => {
    const folder = await testFolder();
    const [app, canary] = [join(folder, 'app'), join(folder, 'canary')];
    createCheckout(app);
    write(app, { '.gitattributes': '*.py filter=a=b\n' });
    gitAt(app, march(26), 'config', 'filter.a=b.clean', `echo odd >>${canary}; cat`);
    utimesSync(join(app, 'main.py'), march(27), march(27));
    expect(await readOne(app)).toMatchObject({ ok: false, reason: 'unsupported' });
    expect(existsSync(canary)).toBe(false);
  });

  it.each(['$(touch x)', "it's; `id`", '-c core.pager=x', 'a\\b"c', '*', ' blank '])(
    'may be called %s',
    async (name) => {
      const folder = await testFolder();
      const [, second] = createCheckout(join(folder, name));
      expect(await readOne(join(folder, name))).toMatchObject({ ok: true, value: { head: second } });
    },
  );
});
