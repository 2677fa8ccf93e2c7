import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { processes } from '../../../src/probes/processes/processes.ts';
import type { ProcessTable } from '../../../src/facts/process.ts';
import { composeScript } from '../../../src/probes/machine/script.ts';
import { createSectionReader } from '../../../src/probes/machine/sections.ts';
import { aMachine, aService } from '../../support/facts/observed.ts';
import { lacksShells, runShell } from '../../support/machines/shells.ts';
import { which } from '../../support/machines/system.ts';

const marker = 'abcdef01'.repeat(4);
const target = { machine: aMachine(), services: [aService()] };

/** The ways to a process table: by what the machine has for a shell and for `ps`. */
const machines: {
  name: string;
  argv: [string, ...string[]];
  path: 'debian' | 'busybox' | 'bsd' | 'without ps';
  proc: boolean;
}[] = [
  { name: 'procps under dash', argv: ['dash'], path: 'debian', proc: true },
  { name: 'procps under bash', argv: ['bash'], path: 'debian', proc: true },
  { name: 'busybox ps under dash', argv: ['dash'], path: 'busybox', proc: true },
  { name: 'busybox ps under bash', argv: ['bash'], path: 'busybox', proc: true },
  { name: 'busybox sh and its own ps', argv: ['busybox', 'sh'], path: 'busybox', proc: true },
  { name: 'no ps at all', argv: ['dash'], path: 'without ps', proc: true },
  { name: "BSD's ps under bash", argv: ['bash', '--posix'], path: 'bsd', proc: false },
];

const children: ChildProcess[] = [];
let home = '';

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'driftwatch-ps-'));
  const odd = join(home, 'a) S 1 (x\nb');
  copyFileSync(which('sleep') ?? '/bin/sleep', odd);
  children.push(
    spawn('sleep', ['60'], { argv0: `x\n  99999 1 S 00:01 root shiva\n\r\tend` }),
    spawn(odd, ['60.25']),
    spawn('sleep', ['60.5'], { argv0: "börse 株 'quoted' \\n $HOME" }),
    spawn('sh', ['-c', `'${odd}' 0 & exec sleep 60.75`]),
  );
  await Promise.all(children.map((child) => once(child, 'spawn')));
  // Only a zombie that began more than 5 s ago is looked at twice.
  await new Promise((done) => setTimeout(done, 6000));
});

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(home, { recursive: true });
});

describe.skipIf(lacksShells).each(machines)('a real table, from $name', ({ argv, path, proc }) => {
  let folder = '';
  let seen: ProcessTable;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'driftwatch-ps-'));
    seen = list();
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  function list(): ProcessTable {
    const sh = processes.fragment(target);
    const script = composeScript(marker, [
      { name: 'processes', sh: proc ? sh : withoutProc(sh), deadline_s: 10 },
    ]);
    const program = which(argv[0]) ?? argv[0];
    const { stdout } = runShell([program, ...argv.slice(1)], withPath(script), { env: {} });
    const reader = createSectionReader(marker, { names: ['processes'], capBytes: 4_000_000 });
    reader.push(stdout);
    const section = reader.section('processes');
    if (section.state !== 'complete') throw new Error(section.state);
    const observed = processes.parse(section, target);
    if (!observed.ok) throw new Error(observed.detail);
    return observed.value;
  }

  /** The script's own PATH would find Debian's programs: here it is only the machine's. */
  function withPath(script: string): string {
    return path === 'debian' ? script : script.replace(/^PATH=.*$/m, `PATH=${programs()}`);
  }

  function withoutProc(sh: string): string {
    expect(sh).toContain('/proc/self/stat');
    return sh.replaceAll('/proc/self/stat', '/nonexistent');
  }

  function programs(): string {
    const links = path === 'busybox' ? ['ps', 'tr', 'sleep', 'date'] : ['tr', 'sleep', 'date'];
    const real = path === 'busybox' ? () => which('busybox') : which;
    for (const name of links) symlinkSync(real(name) ?? name, join(folder, name));
    if (path === 'bsd') {
      writeFileSync(join(folder, 'ps'), bsdPs);
      chmodSync(join(folder, 'ps'), 0o755);
    }
    return folder;
  }

  function row(pid: number | undefined) {
    return seen.processes.find((process) => process.pid === pid);
  }

  it('holds this very process, its parent, its user and its age', () => {
    const self = row(process.pid);
    expect(self).toMatchObject({ ppid: process.ppid, user: userInfo().username });
    expect(Math.abs((self?.elapsed_seconds ?? -100) - process.uptime())).toBeLessThan(10);
    expect(row(1)).toMatchObject({ ppid: 0, state: expect.stringMatching(/^[RSDI]$/) });
  });

  it('says when it was read, by the clock of the machine', () => {
    expect(seen.now).toBeGreaterThan(1_700_000_000);
    expect(seen.now).toBeLessThanOrEqual(Math.ceil(Date.now() / 1000));
  });

  it('lets no process forge a row by its name', () => {
    expect(row(99_999)).toBeUndefined();
    expect(row(children[0]?.pid)?.command).toMatch(/^x.*99999 1 S 00:01 root shiva.*60$/);
  });

  it('reads past brackets, blanks and line breaks in the name of a program', () => {
    expect(row(children[1]?.pid)).toMatchObject({
      ppid: process.pid,
      state: 'S',
      command: expect.stringMatching(/a\) S 1 \(x.b 60\.25$/),
    });
  });

  it('keeps letters beyond ASCII, quotes and backslashes', () => {
    expect(row(children[2]?.pid)?.command).toMatch(/^börse 株 'quoted' \\n \$HOME 60\.5$/);
  });

  it('shows a zombie with its name, and again at the second look', () => {
    const zombie = seen.processes.find(({ ppid, state }) => ppid === children[3]?.pid && state === 'Z');
    expect(zombie?.command).toMatch(/^\[a\) S 1 \(x.b\]( <defunct>)?$/);
    expect(seen.zombies).toContain(zombie?.pid);
  });

  it('knows what is our own: the shell, the timer and the listing itself', () => {
    const own = seen.processes.filter(({ pid }) => seen.own.includes(pid));
    expect(own.length).toBeGreaterThanOrEqual(3);
    const below = seen.processes.filter(({ ppid }) => seen.own.includes(ppid));
    expect(seen.own).toEqual(expect.arrayContaining(below.map(({ pid }) => pid)));
    for (const child of children) expect(seen.own).not.toContain(child.pid);
    expect(seen.own).not.toContain(process.pid);
  });
});

/** Refuses what BSD's ps does not know: widths, GNU's long options, several columns in one -o. */
const bsdPs = `#!/bin/sh
for word; do
  case $word in
    -A | -ww | -p | [0-9]* | -o | pid= | ppid= | state= | etime= | user= | command=) ;;
    *) echo "ps: illegal option -- $word" >&2; exit 1 ;;
  esac
done
exec ${which('ps')} "$@"
`;
