import { existsSync, mkdirSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readEvidence } from '../../../src/remediation/guard/evidence.ts';
import { actScript, REFUSED } from '../../../src/remediation/guard/program.ts';
import { testFolder } from '../../support/machines/folder.ts';
import { lacksLands, lands } from '../../support/remediation/guard-lands.ts';
import { guardIn, wished } from '../../support/remediation/guard-verdict.ts';

describe.skipIf(lacksLands).each(lands)('the mark that an approval leaves on a machine, in $name', (land) => {
  async function aSecret() {
    const path = join(await testFolder(), 'app.env');
    writeFileSync(path, 'TOKEN=x');
    const argv = ['find', path, '-prune', '-type', 'f', '-links', '1', '-print'];
    const wish = wished({
      action: 'tighten-mode',
      argv,
      services: [{ name: 'app', files: [{ path, secret: true }] }],
    });
    const run = await guardIn(land, {});
    const { printed } = run(wish.look);
    const approved = readEvidence(printed)?.approved ?? [];
    const act = (id: string) => run(actScript(wish.claims, approved, id), argv);
    return { run, printed, act, at: (id: string) => join(run.marks, `driftwatch-ran-${id}`) };
  }
  const before = { status: REFUSED, printed: 'driftwatch ran before\n' };
  const done = { status: 0, printed: './app.env\n' };

  it('lets it run once, and another approval too', async () => {
    const { run, act } = await aSecret();
    expect(readdirSync(run.marks)).toEqual([]);
    expect(act('5f')).toMatchObject(done);
    expect(act('5f')).toMatchObject(before);
    expect(act('6a')).toMatchObject(done);
    expect(readdirSync(run.marks)).toEqual(['driftwatch-ran-5f', 'driftwatch-ran-6a']);
  });

  it('forbids it whoever has made it, whatever it is, and wherever it leads', async () => {
    const { run, act, at } = await aSecret();
    symlinkSync('/nowhere/at/all', at('1'));
    symlinkSync(run.marks, at('2'));
    writeFileSync(at('3'), '');
    mkdirSync(join(at('4'), 'full'), { recursive: true });
    for (const id of ['1', '2', '3', '4']) expect(act(id)).toMatchObject(before);
    expect(existsSync('/nowhere/at/all')).toBe(false);
  });

  it('is a name and no path', async () => {
    const { run, act } = await aSecret();
    for (const id of ['', '..', '../x', 'a b', '$(id)'])
      expect(act(id)).toMatchObject({ status: REFUSED, printed: 'driftwatch unmarked\n' });
    expect(readdirSync(run.marks)).toEqual([]);
  });

  it('goes after 30 days, and nothing else does', async () => {
    const { run, act, at } = await aSecret();
    for (const name of [at('old'), at('full'), join(at('full'), 'x'), join(run.marks, 'other')])
      mkdirSync(name);
    mkdirSync(at('young'));
    writeFileSync(at('file'), '');
    const then = Date.now() / 1000 - 32 * 86_400;
    for (const name of [at('old'), at('full'), at('file'), join(run.marks, 'other')])
      utimesSync(name, then, then);
    expect(act('5f')).toMatchObject(done);
    const left = ['5f', 'file', 'full', 'young'].map((id) => `driftwatch-ran-${id}`);
    expect(readdirSync(run.marks)).toEqual([...left, 'other']);
  });

  it('is known to be possible before anybody approves', async () => {
    expect((await aSecret()).printed).toContain('== mark\nready\n== end\n');
  });
});
