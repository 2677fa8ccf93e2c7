import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { processes } from '../../../src/probes/processes/processes.ts';
import { aMachine, aService } from '../../support/facts/observed.ts';
import { lacksShells, runShell } from '../../support/machines/shells.ts';

const target = { machine: aMachine(), services: [aService()] };

describe.skipIf(lacksShells)('the second look at the dead', () => {
  const old = '7 1 Z 00:05 knox old';
  const dead = [old, '8 1 Z 00:04 knox young', '9 1 Z 00:00 knox new', '70 1 Z 01:00:03 knox collected'];

  /** Runs the listing over a table. @returns what it printed last, and for which pids it asked `ps` again */
  function lookAt(rows: string[]) {
    const folder = mkdtempSync(join(tmpdir(), 'driftwatch-ps-'));
    const ps = `#!/bin/sh
case "$*" in
  *-A*) cat '${join(folder, 'rows')}' ;;
  *) echo "$*" >>'${join(folder, 'asked')}'; case "$*" in *" 70") echo S ;; *) echo Z ;; esac ;;
esac
`;
    writeFileSync(join(folder, 'rows'), `${rows.join('\n')}\n`);
    writeFileSync(join(folder, 'ps'), ps, { mode: 0o755 });
    writeFileSync(join(folder, 'sleep'), `#!/bin/sh\necho "sleep $*" >>'${join(folder, 'asked')}'\n`, {
      mode: 0o755,
    });
    writeFileSync(join(folder, 'asked'), '');
    const script = `PATH='${folder}':$PATH\n${processes.fragment(target)}`;
    const { stdout } = runShell(['dash'], script.replaceAll('/proc/self/stat', '/nonexistent'), { env: {} });
    const asked = readFileSync(join(folder, 'asked'), 'utf8').split('\n').slice(0, -1);
    rmSync(folder, { recursive: true });
    // Behind it stands where each process is, see process-places.ts.
    const [listing = ''] = stdout.toString().split(/^(?:now|clock|date).*$\n?^places$|^places$/m);
    return { last: listing.trim().split('\n').at(-1), asked };
  }

  it('is taken of those that began over 5 s ago, and names those that are still dead', () => {
    expect(lookAt(dead)).toEqual({
      last: 'zombies 7',
      asked: ['sleep 0.3', '-o state= -p 7', '-o state= -p 70'],
    });
  });

  it('is not waited for where all of the dead have only just ended', () => {
    const rows = [...dead.slice(1, 3), '10 1 S 02:00 knox sleep Z 9', '11 1 R 02:00 Zoe 12 1 Z 02:00 knox x'];
    expect(lookAt(rows)).toEqual({ last: rows.at(-1), asked: [] });
  });
});
