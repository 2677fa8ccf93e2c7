import { createHash } from 'node:crypto';
import { appendFileSync, chmodSync, lstatSync, readFileSync, readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { createCheckout, gitAt, march, write } from './checkout-scene.ts';

/** Every place of a repository that git takes a command from, each leaving its name in `canary` when it is run. */
export function plant(folder: string, canary: string): void {
  const command = (name: string) => `echo ${name} >>${canary}; cat`;
  const script = (name: string) => `#!/bin/sh\necho ${name} >>${canary}\n`;
  write(folder, {
    '.gitattributes': [
      '*.py filter=plain diff=outer ident',
      '*.bin filter=long',
      '*.inc filter=included',
      '*.sp filter=two.parts',
      '',
    ].join('\n'),
    'a.bin': 'a\n',
    'b.inc': 'b\n',
    'c.sp': 'c\n',
  });
  gitAt(folder, march(26), 'add', '.');
  gitAt(folder, march(26), 'commit', '--quiet', '-m', 'attributes');
  const config: Record<string, string> = {
    'filter.plain.clean': command('clean'),
    'filter.plain.smudge': command('smudge'),
    'filter.plain.required': 'true',
    'filter.long.process': `sh -c '${command('process')}'`,
    'filter.two.parts.clean': command('two parts'),
    'diff.outer.textconv': command('textconv'),
    'diff.outer.command': command('driver'),
    'diff.external': command('external'),
    'core.fsmonitor': join(folder, '.git/monitor'),
    'core.fsmonitorHookVersion': '2',
    'core.hooksPath': join(folder, '.git/traps'),
    'core.sshCommand': command('ssh'),
    'core.pager': command('pager'),
    'pager.status': 'true',
    'core.editor': command('editor'),
    'core.askPass': command('askpass'),
    'core.untrackedCache': 'true',
    'credential.helper': `!${command('credential')}`,
    'gpg.program': join(folder, '.git/monitor'),
    'log.showSignature': 'true',
    'alias.status': `!${command('alias')}`,
    'alias.symbolic-ref': `!${command('alias')}`,
    'remote.origin.url': `ext::sh -c ${command('remote').replaceAll(' ', '% ')}`,
    'remote.origin.promisor': 'true',
    'remote.origin.partialclonefilter': 'blob:none',
    'remote.origin.uploadpack': command('uploadpack'),
    'extensions.partialClone': 'origin',
    'protocol.ext.allow': 'always',
    'protocol.allow': 'always',
    'status.submoduleSummary': 'true',
    'diff.submodule': 'log',
    'submodule.recurse': 'true',
    'include.path': 'more',
  };
  for (const [key, value] of Object.entries(config)) gitAt(folder, march(26), 'config', key, value);
  write(join(folder, '.git'), {
    more: `[filter "included"]\n\tclean = "${command('included')}"\n\tprocess = "${command('included process')}"\n`,
    monitor: script('fsmonitor'),
    'info/attributes': '*.md filter=plain\n',
  });
  for (const hook of ['post-index-change', 'reference-transaction', 'pre-auto-gc', 'fsmonitor-watchman']) {
    write(join(folder, '.git'), { [`traps/${hook}`]: script(hook), [`hooks/${hook}`]: script(hook) });
    for (const place of ['traps', 'hooks']) chmodSync(join(folder, '.git', place, hook), 0o755);
  }
  chmodSync(join(folder, '.git/monitor'), 0o755);
}

/** A submodule with a command of its own, and a file that looks changed. */
export function plantSubmodule(folder: string, origin: string, canary: string): void {
  createCheckout(origin);
  gitAt(
    folder,
    march(26),
    '-c',
    'protocol.file.allow=always',
    'submodule',
    '--quiet',
    'add',
    origin,
    'vendor',
  );
  gitAt(folder, march(26), 'commit', '--quiet', '-m', 'a submodule');
  const module = join(folder, '.git/modules/vendor');
  gitAt(join(folder, 'vendor'), march(26), 'config', 'core.fsmonitor', join(module, 'monitor'));
  gitAt(join(folder, 'vendor'), march(26), 'config', 'filter.inner.clean', `echo inner >>${canary}; cat`);
  write(module, {
    monitor: `#!/bin/sh\necho submodule >>${canary}\n`,
    'info/attributes': '* filter=inner\n',
  });
  chmodSync(join(module, 'monitor'), 0o755);
  appendFileSync(join(folder, 'vendor/main.py'), '# changed\n');
}

/** Everything below a folder: names, sizes, times and contents. */
export function fingerprint(folder: string): string {
  const hash = createHash('sha256');
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted()) {
    const { mode, size, mtimeMs, ctimeMs, ino } = lstatSync(join(folder, entry));
    hash.update(JSON.stringify([entry, mode, size, mtimeMs, ctimeMs, ino]));
    if (lstatSync(join(folder, entry)).isFile()) hash.update(readFileSync(join(folder, entry)));
  }
  return hash.digest('hex');
}

/** Files whose content git must look at, since their times say that they may have changed. */
export function touchAll(folder: string): void {
  for (const name of ['main.py', 'lib/db.py', 'a.bin', 'b.inc', 'c.sp', '.gitattributes'])
    utimesSync(join(folder, name), march(27), march(27));
}
