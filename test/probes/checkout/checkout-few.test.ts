import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { aService } from '../../support/facts/observed.ts';
import { testFolder } from '../../support/machines/folder.ts';
import { createCheckout, gitAt, march, readBy, write } from '../../support/probes/checkout-scene.ts';

/** A shell whose git notes each call, and what was noted. */
function noting(folder: string) {
  const calls = join(folder, 'calls');
  const git = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  write(join(folder, 'bin'), { git: `#!/bin/sh\nprintf '%s\\n' "$*" >>'${calls}'\nexec '${git}' "$@"\n` });
  chmodSync(join(folder, 'bin/git'), 0o755);
  return {
    shell: ['env', `PATH=${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`, 'sh'],
    calls: () => (existsSync(calls) ? readFileSync(calls, 'utf8').trim().split('\n') : []),
  };
}

it('a usual checkout takes two processes of git, and a worktree and a detached one few more', async () => {
  const folder = await testFolder();
  const { shell, calls } = noting(folder);
  const [first] = createCheckout(join(folder, 'a'));
  createCheckout(join(folder, 'b'));
  gitAt(join(folder, 'a'), march(26), 'worktree', 'add', '--quiet', join(folder, 'c'), '-b', 'side');
  createCheckout(join(folder, 'd'));
  gitAt(join(folder, 'd'), march(26), 'checkout', '--quiet', first);
  const services = ['a', 'b', 'c', 'd'].map((name) => aService({ name, checkout: join(folder, name) }));
  const seen = await readBy(shell, services);
  if (!seen.ok) throw new Error(seen.detail);
  expect(Object.values(seen.value).map(({ ok }) => ok)).toEqual([true, true, true, true]);
  const asked = calls().map((call) => / (status|rev-list|for-each-ref) /.exec(call)?.[1] ?? call);
  const counted = Object.fromEntries(
    [...Map.groupBy(asked, (what) => what)].map(([what, { length }]) => [what, length]),
  );
  expect(counted).toEqual({ status: 4, 'rev-list': 4, 'for-each-ref': 1 });
});
