import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { filesOf, mayImport } from '../lint/rooms.ts';
import { testFolder } from './support/machines/folder.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What the linter says of these files, laid out as in the house. */
async function lint(files: Record<string, string>): Promise<string> {
  const folder = await testFolder();
  copyFileSync(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const oxlint = join(root, 'node_modules', '.bin', 'oxlint');
  return spawnSync(oxlint, ['--format=unix'], { cwd: folder, encoding: 'utf8' }).stdout;
}

const use = (name: string) => `export const used = [${name}];\n`;

/** Where a room's file stands, and how it writes the path of another room's. */
const placeOf = (room: string) => (room === 'app' ? 'src/app.ts' : filesOf(room).replace('**', 'x.ts'));
const pathTo = (from: string, to: string) => {
  const path = relative(dirname(from), to);
  return path.startsWith('.') ? path : `./${path}`;
};

describe('the rooms', () => {
  it.each(Object.keys(mayImport))('%s imports no room that is closed to it', async (room) => {
    const closed = Object.keys(mayImport).filter(
      (other) => other !== room && !mayImport[room]?.includes(other),
    );
    expect(closed.length).toBeGreaterThan(0);
    const place = placeOf(room);
    const imports = closed.map(
      (other, at) => `import { x as x${at} } from '${pathTo(place, placeOf(other))}';\n`,
    );
    const said = await lint({ [place]: imports.join('') + use(closed.map((_, at) => `x${at}`).join(', ')) });
    expect(said.split('no-restricted-imports').length - 1).toBe(closed.length);
  });

  it.each(Object.entries(mayImport))('%s may import what it is allowed', async (room, open) => {
    const place = placeOf(room);
    const imports = open.map(
      (other, at) => `import { x as x${at} } from '${pathTo(place, placeOf(other))}';\n`,
    );
    const said = await lint({ [place]: imports.join('') + use(open.map((_, at) => `x${at}`).join(', ')) });
    expect(said).not.toContain('no-restricted-imports');
  });

  // Below a room its sub-rooms are held as the room is, however deep the path climbs.
  it.each([
    ['discord/gateway', '../../comparison/compare.ts'],
    ['discord/answers', '../../store/open.ts'],
    ['discord/buttons', '../../probes/run.ts'],
    ['doctor/checks', '../../remediation/policy.ts'],
    ['discover/survey', '../../comparison/compare.ts'],
    ['discover/draft', '../../report/report.ts'],
    ['inventory/text', '../../probes/run.ts'],
    ['cli/sub', '../../store/open.ts'],
    ['store/sub', '../../probes/run.ts'],
    ['alerting/sub', '../../remediation/policy.ts'],
    ['remediation/steps', '../../discord/answers/answer.ts'],
    ['remediation/machine', '../../alerting/outbox.ts'],
  ])('hold %s, a room below a room', async (room, path) => {
    const said = await lint({ [`src/${room}/x.ts`]: `import { x } from '${path}';\n${use('x')}` });
    expect(said).toContain('no-restricted-imports');
  });

  it.each([
    ['a rule that reads files', 'src/comparison/rules/x.ts', `import { x } from 'node:fs';\n`, 'x'],
    ['a fact that asks the clock', 'src/facts/x.ts', '', 'Date.now()'],
    ['a report that asks the clock', 'src/report/x.ts', '', 'Date.now()'],
    ['a policy that asks the environment', 'src/remediation/policy.ts', '', 'process.argv'],
    ['an action that reads files', 'src/remediation/actions/x.ts', `import { x } from 'node:fs';\n`, 'x'],
    ['an embed that fetches', 'embeds/x.ts', '', 'fetch'],
    ['an embed with the Discord client', 'embeds/x.ts', `import { Client } from 'discord.js';\n`, 'Client'],
    ['a probe that constructs a client', 'src/probes/x.ts', `import { Client } from 'ssh2';\n`, 'Client'],
    ['anyone who imports main.ts', 'src/cli/x.ts', `import { x } from '../main.ts';\n`, 'x'],
    ['anyone but env who reads the environment', 'src/cli/x.ts', '', `process.env['HOME']`],
  ])('catch %s', async (_, path, head, name) => {
    expect(await lint({ [path]: head + use(name) })).toMatch(/no-restricted-|no-process-env/);
  });

  it('catch a cycle, of types too', async () => {
    const said = await lint({
      'src/a.ts': `import type { B } from './b.ts';\nexport type A = B[];\n`,
      'src/b.ts': `import type { A } from './a.ts';\nexport type B = A[];\n`,
    });
    expect(said).toContain('Dependency cycle');
  });
});
