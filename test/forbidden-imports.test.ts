import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
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

describe('the forbidden imports', () => {
  it.each([
    [
      'a rule that reads files',
      'src/comparison/x.ts',
      `import { readFileSync } from 'node:fs';\n`,
      'readFileSync',
    ],
    ['a report that asks the clock', 'src/report/x.ts', '', 'Date.now()'],
    ['a policy that asks the environment', 'src/remediation/policy.ts', '', 'process.argv'],
    [
      'an action that reads files',
      'src/remediation/actions/x.ts',
      `import { readFileSync } from 'node:fs';\n`,
      'readFileSync',
    ],
    ['an embed that fetches', 'embeds/x.ts', '', 'fetch'],
    ['an embed with the Discord client', 'embeds/x.ts', `import { Client } from 'discord.js';\n`, 'Client'],
    ['a rule that runs a probe', 'src/comparison/x.ts', `import { p } from '../probes/p.ts';\n`, 'p'],
    ['a probe that makes findings', 'src/probes/x.ts', `import { f } from '../report/f.ts';\n`, 'f'],
    ['a probe that constructs a client', 'src/probes/x.ts', `import { c } from '../clients/ssh.ts';\n`, 'c'],
    ['a command that reaches a client', 'commands/x.ts', `import { c } from '../src/clients/c.ts';\n`, 'c'],
    [
      'a button that reaches a store',
      'src/discord/buttons/x.ts',
      `import { s } from '../../store/s.ts';\n`,
      's',
    ],
    ['an endpoint that reaches a probe', 'src/triggers/x.ts', `import { p } from '../probes/p.ts';\n`, 'p'],
    ['a client that knows a probe', 'src/clients/x.ts', `import { p } from '../probes/p.ts';\n`, 'p'],
    ['anyone who imports main.ts', 'src/x.ts', `import { m } from './main.ts';\n`, 'm'],
    ['anyone but env.ts who reads the environment', 'src/x.ts', '', `process.env['HOME']`],
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

  it('let a rule have types of probes, and a probe types of clients', async () => {
    const said = await lint({
      'src/comparison/x.ts': `import type { P } from '../probes/p.ts';\nexport type X = P;\n`,
      'src/probes/x.ts': `import type { C } from '../clients/ssh.ts';\nexport type X = C;\n`,
    });
    expect(said).not.toContain('no-restricted');
  });
});
