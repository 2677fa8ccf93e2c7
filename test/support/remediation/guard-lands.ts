import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { testFolder } from '../machines/folder.ts';
import { lacks, which } from '../machines/system.ts';

/** What a machine has for a shell, and for stat, sed, awk and the rest. */
export type Land = { name: string; shell: [string, ...string[]]; tools: 'debian' | 'busybox' | 'bsd' };

// macOS's own sh is bash 3.2, which Debian does not have: where somebody has built it, it counts.
const ofMac = which('bash-3.2') === null ? 'bash' : 'bash-3.2';

export const lands: Land[] = [
  { name: 'dash and GNU tools', shell: ['dash'], tools: 'debian' },
  { name: 'bash and GNU tools', shell: ['bash'], tools: 'debian' },
  { name: 'busybox alone', shell: ['busybox', 'sh'], tools: 'busybox' },
  { name: 'bash and tools that know no GNU option', shell: [ofMac, '--posix'], tools: 'bsd' },
];

export const lacksLands = lacks(
  ['dash', 'dash'],
  ['bash', 'bash'],
  ['busybox', 'busybox-static'],
  ['original-awk', 'original-awk'],
);

const needed =
  'sh awk cat chmod cksum cut df find grep head id ls mkdir ps readlink rm rmdir sed sort stat tail tr uname wc sleep'.split(
    ' ',
  );

/** BSD's stat has -f FORMAT and no -c; its sed has no `\|`; its ls has -e; a Mac has shasum, and is no Linux. */
const bsd: Record<string, string> = {
  stat: `case "$*" in *' -c '* | '-c '*) echo 'stat: illegal option -- c' >&2; exit 1 ;; esac
follow=
[ "$1" != -L ] || { follow=-L; shift; }
[ "$1" = -f ] || exit 64
format=$(printf '%s\\n' "$2" | sed 's/%Lp/%a/; s/%HT/%F/; s/%l/%h/')
shift 3
exec REAL $follow -c "$format" -- "$@" | sed 's/regular.*file$/Regular File/; s/directory$/Directory/'`,
  sed: `for word; do
  case $word in --?* | *'\\|'* | *'\\+'* | *'\\?'*) echo "sed: $word: only GNU's knows that" >&2; exit 1 ;; esac
done
exec REAL "$@"`,
  ls: 'case $1 in *e*) shift; exec REAL -ld "$@" ;; *) exec REAL "$@" ;; esac',
  uname: 'echo Darwin',
  sort: `case "$*" in *--*) exit 64 ;; esac\nexec REAL "$@"`,
};

/** A folder of all the programs that a guard may find: the land's, and these stand-ins. */
export async function pathIn({ tools }: Land, own: Record<string, string>): Promise<string> {
  const bin = join(await testFolder(), 'bin');
  mkdirSync(bin);
  const more = { debian: ['sha256sum'], busybox: ['sha256sum'], bsd: ['shasum', 'perl'] }[tools];
  for (const name of [...needed, ...more]) {
    const real = which(name === 'awk' && tools === 'bsd' ? 'original-awk' : name) ?? name;
    const at = join(bin, name);
    const sh = tools === 'bsd' ? bsd[name] : undefined;
    if (tools === 'busybox') symlinkSync(which('busybox') ?? name, at);
    else if (sh === undefined) symlinkSync(real, at);
    else
      writeFileSync(at, `#!/bin/sh\nPATH=/usr/bin:/bin\n${sh.replaceAll('REAL', real)}\n`, { mode: 0o755 });
  }
  for (const [name, sh] of Object.entries(own)) {
    // Never through a link to the machine's own program.
    rmSync(join(bin, name), { force: true });
    writeFileSync(join(bin, name), `#!/bin/sh\n${sh}\n`, { mode: 0o755 });
  }
  return bin;
}

/** The script as the land runs it: where there is no /proc, there is none here. */
export function scriptIn({ tools }: Land, script: string): string {
  return tools === 'bsd' ? script.replaceAll('/proc/', '/no-proc/') : script;
}
