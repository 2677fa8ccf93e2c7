import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { composeScript } from '../../../src/probes/machine/script.ts';
import type { Fragment } from '../../../src/probes/machine/script.ts';
import { createSectionReader } from '../../../src/probes/machine/sections.ts';
import type { SectionRead } from '../../../src/probes/machine/sections.ts';
import { lacksShells, runShell, shells } from '../../support/machines/shells.ts';

const marker = '0123456789abcdef'.repeat(2);

function fragment(name: string, sh: string, deadline_s = 10): Fragment {
  return { name, sh, deadline_s };
}

function sectionsOf(stdout: Buffer, fragments: Fragment[]): Record<string, SectionRead> {
  const names = fragments.map(({ name }) => name);
  const reader = createSectionReader(marker, { names, capBytes: 1024 * 1024 });
  reader.push(stdout);
  return Object.fromEntries(names.map((name) => [name, reader.section(name)]));
}

function complete(output: string, status = 0) {
  return { state: 'complete', output, status, truncated: false };
}

/** Pids whose command line contains the words: how a test finds what its own fragments started. */
function running(words: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').includes(words);
      } catch {
        return false;
      }
    })
    .map(Number);
}

async function gone(words: string): Promise<number[]> {
  for (let waited = 0; waited < 2000 && running(words).length > 0; waited += 20) await pause(20);
  return running(words);
}

describe('composeScript', () => {
  it.each(["'; touch pwned", '', 'Marker', '0123'])('refuses %j as a marker', (text) => {
    expect(() => composeScript(text, [])).toThrow('marker');
  });

  it.each(['', 'a b', 'a;b', '$(x)', 'A', '1a'])('refuses %j as a section name', (name) => {
    expect(() => composeScript(marker, [fragment(name, ':')])).toThrow('is not a word');
  });
});

describe.skipIf(lacksShells).each(shells)('the script in $name', ({ argv }) => {
  function run(fragments: Fragment[], env?: NodeJS.ProcessEnv) {
    const { stdout, stderr, status } = runShell(argv, composeScript(marker, fragments), env ? { env } : {});
    return { sections: sectionsOf(stdout, fragments), stderr, status, stdout: stdout.toString() };
  }

  it('runs each fragment in its own section, one after the other', () => {
    const { sections, stderr, status } = run([
      fragment('one', 'echo one; x=left; cd /usr; echo "not for us" >&2'),
      fragment('two', 'echo "two ${x-} $PWD"; (exit 3)'),
      fragment('three', "printf 'no line break'; exit 4; echo never"),
      fragment(
        'four',
        'cat; echo $LC_ALL; case $PATH in *:/usr/sbin:/sbin:/usr/local/bin:/opt/homebrew/bin) echo all;; esac',
      ),
    ]);
    expect(sections).toEqual({
      one: complete('one\n'),
      two: complete('two  /\n', 3),
      three: complete('no line break', 4),
      four: complete('C\nall\n'),
    });
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  });

  it('is not led astray by options, formats and paths of the environment', () => {
    const env = {
      PATH: `/nonexistent:${process.env['PATH']}`,
      SHELLOPTS: 'nounset:errexit:noclobber:noglob:xtrace',
      PS_FORMAT: 'user',
      CDPATH: '/usr:/etc',
      CLICOLOR_FORCE: '1',
      TIME_STYLE: '+%Y /%m',
      ENV: '/dev/null',
    };
    const told = 'false; echo "${unset-}"; echo /et[c]; echo "${PATH%%:*}${CLICOLOR_FORCE-}${TIME_STYLE-}"';
    const { sections } = run([fragment('one', told)], env);
    expect(sections['one']).toMatchObject({ output: '\n/etc\n/nonexistent\n' });
  });

  it('executes nothing of a transfer that broke off anywhere', () => {
    const script = composeScript(marker, [fragment('one', 'echo executed')]);
    const end = script.lastIndexOf('}');
    const lengths = [
      ...Array.from({ length: 40 }, (_, step) => Math.floor((step / 40) * end)),
      end - 7,
      end - 1,
      end,
    ];
    for (const length of lengths) {
      const { stdout } = runShell(argv, script.slice(0, length));
      expect(stdout.toString(), `the first ${length} of ${script.length} characters`).toBe('');
    }
    expect(runShell(argv, script.slice(0, end + 1)).stdout.toString()).toContain('executed');
  });

  it('takes only its own section from a fragment that hangs, with all that it started', async () => {
    const hung = `sleep 4.0017 | cat; echo never`;
    const tree = `(sh -c 'sleep 4.0018; echo never' & sleep 4.0019; :) & echo started; wait`;
    const { sections } = run([
      fragment('before', 'echo before'),
      fragment('pipe', hung, 1),
      fragment('tree', tree, 1),
      fragment('after', 'echo after'),
    ]);
    expect(sections).toEqual({
      before: complete('before\n'),
      pipe: expect.objectContaining({ state: 'deadline' }),
      tree: expect.objectContaining({ state: 'deadline' }),
      after: complete('after\n'),
    });
    expect(await gone('sleep 4.001')).toEqual([]);
  });

  it('ends a fragment that ignores signals and forks as fast as it can', async () => {
    const storm = `trap '' TERM INT HUP; while :; do (sleep 4.0027) & sleep 0.0107; done`;
    const { sections } = run([fragment('storm', storm, 1), fragment('after', 'echo after')]);
    expect(sections).toEqual({
      storm: expect.objectContaining({ state: 'deadline' }),
      after: complete('after\n'),
    });
    expect(await gone('sleep 4.0027')).toEqual([]);
  });

  it('leaves neither timer nor watcher behind', async () => {
    const fragments = ['one', 'two', 'three'].map((name) => fragment(name, `echo ${name}`, 4037));
    const { sections } = run(fragments);
    expect(sections['three']).toEqual(complete('three\n'));
    expect(await gone('sleep 4037')).toEqual([]);
  });

  it('stops long before its deadlines when nobody listens any more', async () => {
    const child = start([fragment('one', 'echo one; sleep 0.5', 20), fragment('two', 'sleep 4.0047', 20)]);
    await once(child.stdout, 'data');
    child.stdout.destroy();
    await once(child, 'exit', { signal: AbortSignal.timeout(10_000) });
    expect(running('sleep 4.0047')).toEqual([]);
  });

  it('goes on past a child that no signal ends', async () => {
    const fragments = [fragment('stuck', 'sleep 4.0057', 1), fragment('after', 'echo after')];
    // Disarmed, the script meets what a child in uninterruptible sleep would be to it.
    const child = start(fragments, (script) =>
      script.replace('kill -STOP', ':').replace('kill -9 $all', ':'),
    );
    const names = fragments.map(({ name }) => name);
    const reader = createSectionReader(marker, { names, capBytes: 1000 });
    for await (const chunk of child.stdout) if (reader.push(chunk) === 'enough') break;
    const stuck = running('sleep 4.0057');
    for (const pid of stuck) process.kill(pid, 'SIGKILL');
    expect(stuck).not.toEqual([]);
    expect(reader.section('stuck')).toEqual(expect.objectContaining({ state: 'deadline' }));
    expect(reader.section('after')).toEqual(complete('after\n'));
  });

  function start(fragments: Fragment[], change = (script: string) => script) {
    const [program, ...args] = argv;
    const child = spawn(program, [...args, '-s'], { stdio: ['pipe', 'pipe', 'ignore'] });
    child.stdin.end(change(composeScript(marker, fragments)));
    return child;
  }

  it('tells the status of a section that ends as the timer ticks', () => {
    const { sections } = run([
      fragment('one', 'kill -USR1 $$; exit 3'),
      fragment('two', 'kill -USR1 $$; sleep 0.1; kill -USR1 $$; exit 200'),
    ]);
    expect(sections).toEqual({ one: complete('', 3), two: complete('', 200) });
  });

  it('counts the time of each section from its own begin', () => {
    const names = ['one', 'two', 'three'];
    const { sections } = run(names.map((name) => fragment(name, `sleep 1.1; echo ${name}`, 2)));
    expect(sections['three']).toEqual(complete('three\n'));
  });

  it('tells the status of a fragment that a signal ended', () => {
    const { sections } = run([fragment('killed', 'echo first; sh -c "kill -9 \\$PPID"; echo never')]);
    expect(sections['killed']).toEqual(complete('first\n', 137));
  });
});
