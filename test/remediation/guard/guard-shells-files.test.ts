import { existsSync, linkSync, mkdirSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readEvidence } from '../../../src/remediation/guard/evidence.ts';
import { actScript, REFUSED } from '../../../src/remediation/guard/program.ts';
import { testFolder } from '../../support/machines/folder.ts';
import { lacksLands, lands } from '../../support/remediation/guard-lands.ts';
import { guardIn, wished } from '../../support/remediation/guard-verdict.ts';

const trading = { name: 'alpha', kind: 'trading', risk_tier: 'CRITICAL' } as const;

describe.skipIf(lacksLands).each(lands)('the guard of files in $name', (land) => {
  async function aFile(content: string) {
    const folder = await testFolder();
    mkdirSync(join(folder, 'own'));
    const path = join(folder, 'own', "a lock's [1].pid");
    writeFileSync(path, content);
    const hourAgo = Date.now() / 1000 - 3600;
    utimesSync(path, hourAgo, hourAgo);
    return { folder, path };
  }
  const remove = (path: string) => [
    'find',
    path,
    '-prune',
    '-type',
    'f',
    '-mmin',
    '+1',
    '-print',
    '-exec',
    'rm',
    '-f',
    '{}',
    ';',
  ];
  const tighten = (path: string) => [
    'find',
    path,
    '-prune',
    '-type',
    'f',
    '-links',
    '1',
    '-print',
    '-exec',
    'chmod',
    'go-rwx',
    '{}',
    ';',
  ];

  it('removes a stale lock in the folder that it has entered, and none in one that took its place', async () => {
    const { folder, path } = await aFile('4194303\n');
    const run = await guardIn(land, { lsof: 'exit 1' });
    const argv = remove(path);
    const wish = wished({ action: 'remove-lockfile', argv, services: [{ name: 'app', lockfile: path }] });
    const { printed } = run(wish.look);
    expect(wish.why(printed)).toBeNull();
    const approved = readEvidence(printed)?.approved ?? [];
    renameSync(join(folder, 'own'), join(folder, 'away'));
    mkdirSync(join(folder, 'own'));
    linkSync(join(folder, 'away', "a lock's [1].pid"), path);
    const refused = run(actScript(wish.claims, approved, 'id-1'), argv);
    expect(refused).toMatchObject({ status: REFUSED });
    expect(refused.printed).toContain('driftwatch changed folder\n');
    expect(existsSync(path)).toBe(true);
    const again = readEvidence(run(wish.look).printed)?.approved ?? [];
    expect(run(actScript(wish.claims, again, 'id-2'), argv).status).toBe(0);
    expect(existsSync(path)).toBe(false);
  });

  it('knows a trading bot’s file by its inode, and a lock that is held or names a process', async () => {
    const { folder, path } = await aFile('4194303\n');
    linkSync(path, join(folder, 'bot.pid'));
    const run = await guardIn(land, { lsof: 'exit 1' });
    const bot = { ...trading, lockfile: join(folder, 'bot.pid') };
    const services = [{ name: 'app', lockfile: path }, bot];
    const wish = wished({ action: 'remove-lockfile', argv: remove(path), services });
    expect(wish.why(run(wish.look).printed)).toContain('bot.pid, which belongs to a trading service');
    const mine = await aFile(`${process.pid}\n`);
    const own = wished({
      action: 'remove-lockfile',
      argv: remove(mine.path),
      services: [{ name: 'app', lockfile: mine.path }],
    });
    expect(own.why(run(own.look).printed)).toContain(`it names ${process.pid}`);
    const other = await aFile('4194303\n');
    const held = wished({
      action: 'remove-lockfile',
      argv: remove(other.path),
      services: [{ name: 'app', lockfile: other.path }],
    });
    const holds = await guardIn(land, { lsof: 'echo 77', fuser: 'echo 77' });
    expect(held.why(holds(held.look).printed)).toContain('a process has it');
    // busybox's shell prefers its own df to any in the PATH.
    if (land.tools === 'busybox') return;
    for (const source of ['nas:/export', '//nas/share', 'knox@nas:/srv', '[fd00::1]:/export']) {
      const shares = await guardIn(land, {
        lsof: 'exit 1',
        df: `echo Filesystem; echo '${source} 9 1 8 1% /x'`,
      });
      expect(held.why(shares(held.look).printed)).toContain(`it is on ${source}, which other machines`);
    }
    const blind = await guardIn(land, { lsof: 'exit 1', df: 'exit 1' });
    expect(held.why(blind(held.look).printed)).toContain('could not be seen');
  });

  it('takes a mode’s bits away', async () => {
    const { path } = await aFile('TOKEN=x');
    const run = await guardIn(land, {});
    const argv = tighten(path);
    const services = [{ name: 'app', files: [{ path, secret: true }] }];
    const wish = wished({ action: 'tighten-mode', argv, services });
    const { printed } = run(wish.look);
    expect(wish.why(printed)).toBeNull();
    expect(run(actScript(wish.claims, readEvidence(printed)?.approved ?? [], 'id-3'), argv).status).toBe(0);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });
});
