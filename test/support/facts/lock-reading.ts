import { lockfiles } from '../../../src/probes/lockfiles/lockfiles.ts';
import { composeScript } from '../../../src/probes/machine/script.ts';
import { createSectionReader } from '../../../src/probes/machine/sections.ts';
import { aMachine, aService } from './observed.ts';
import { runShell } from '../machines/shells.ts';

const marker = '89abcdef'.repeat(4);

function targetOf(...paths: string[]) {
  return { machine: aMachine(), services: paths.map((path) => aService({ name: path, lockfile: path })) };
}

export function parse(output: string, ...paths: string[]) {
  const seen = lockfiles.parse({ output, status: 0, truncated: false }, targetOf(...paths));
  return seen.ok ? seen.value : {};
}

/** What the real fragment says of one file, in a shell that may run as another user. */
export function read(path: string, argv: [string, ...string[]] = ['sh'], change = (sh: string) => sh) {
  const sh = change(lockfiles.fragment(targetOf(path)));
  const script = composeScript(marker, [{ name: 'lockfiles', sh, deadline_s: 10 }]);
  const { stdout } = runShell(argv, script);
  const reader = createSectionReader(marker, { names: ['lockfiles'], capBytes: 100_000 });
  reader.push(stdout);
  const section = reader.section('lockfiles');
  if (section.state !== 'complete') throw new Error(section.state);
  return parse(section.output, path)[path];
}
