import { existsSync, linkSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { actScript } from '../../../../src/remediation/guard/program.ts';
import { testFolder } from '../../machines/folder.ts';
import { lands } from '../guard-lands.ts';
import { dockerSays, systemctlSays, unitBlock } from '../guard-stand-ins.ts';
import { idOf } from '../guard-text.ts';
import { guardIn } from '../guard-verdict.ts';
import { fieldsOf, tiesShown, unitName } from './model-guard.ts';
import { things } from './model-machine.ts';
import type { Machine, Thing } from './model-machine.ts';
import type { ModelGuard } from './model-sequences.ts';
import { modelWishes } from './model-wish.ts';

/**
 * The guard itself, in sh, over a model's machine that is laid out in files: real folders, links and hard links, and a
 * systemctl and a docker that show what the model says.
 */
export async function aShellGuard(): Promise<ModelGuard> {
  const folder = await testFolder();
  const of = (...names: string[]) => join(folder, ...names);
  for (const thing of things) {
    mkdirSync(of('own', thing, 'work'), { recursive: true });
    mkdirSync(of('own', thing, 'conf'));
    writeFileSync(of('own', thing, 'run'), `#!/bin/sh\nexec sleep ${things.indexOf(thing)}\n`, {
      mode: 0o755,
    });
    writeFileSync(of('own', thing, '.env'), `${things.indexOf(thing)}\n`);
  }
  for (const thing of things) writeFileSync(of(`unit-${thing}`), '[Service]\n');
  writeFileSync(of('drop.conf'), '[Service]\n');
  const [land] = lands;
  if (!land) throw new Error('no shell');
  const run = await guardIn(land, { systemctl: systemctlSays(folder), docker: dockerSays(folder, {}) });
  let acts = 0;
  const wishes = modelWishes(of('etc'), of('own', 'bot'));

  function lay(machine: Machine): void {
    const link = (name: string, at: string) => {
      rmSync(of(name), { force: true });
      symlinkSync(at, of(name));
    };
    for (const thing of things) {
      link(`run-${thing}`, of('own', machine.program[thing], 'run'));
      link(`drop-${thing}`, of('own', machine.dropIn[thing] ?? thing, 'run'));
      link(`work-${thing}`, of('own', machine.folder[thing], 'work'));
      writeFileSync(of(unitName(thing)), blockOf(machine, thing));
      rmSync(of('own', thing, 'conf', 'app.env'), { force: true });
    }
    if (machine.alias !== 'app') writeFileSync(of(unitName('app')), blockOf(machine, machine.alias));
    link('etc', of('own', machine.place, 'conf'));
    linkSync(of('own', machine.file, '.env'), of('own', machine.place, 'conf', 'app.env'));
    writeFileSync(of('shown'), `\n${shownOf(machine).join('\n')}\n`);
    const rows = things.map((thing) => {
      const fields = fieldsOf(machine, thing).map((each) => JSON.stringify(each));
      const mounts = [of(`run-${thing}`), of(`work-${thing}`)].map((path) => `+${JSON.stringify(path)}|`);
      return [...fields, mounts.join('')].join('\t');
    });
    writeFileSync(of('rows'), `\n${rows.join('\n\n')}\n`);
    rmSync(of('ran'), { force: true });
  }

  function blockOf(machine: Machine, thing: Thing): string {
    const names = things.filter((each) => each === thing || (each === 'app' && machine.alias === thing));
    const program = of(`${machine.dropIn[thing] === null ? 'run' : 'drop'}-${thing}`);
    const tied = Map.groupBy(tiesShown(machine, thing), ([property]) => property);
    return unitBlock(unitName(thing), of(`unit-${thing}`), [
      `Names=${names.map(unitName).join(' ')}`,
      `ExecStart={ path=${program} ; argv[]=${program} ; ignore_errors=no ; start_time=[n/a] ; pid=0 }`,
      `WorkingDirectory=${of(`work-${thing}`)}`,
      `DropInPaths=${machine.dropIn[thing] === null ? '' : of('drop.conf')}`,
      ...[...tied].map(
        ([property, ties]) => `${property}=${ties.map(([, other]) => unitName(other)).join(' ')}`,
      ),
    ]);
  }

  function shownOf({ age }: Machine): string[] {
    return [
      `id "${idOf(`app-1 ${age.app}`)}"`,
      'name "/app-1"',
      'image "sha256:0123"',
      'path "/bin/serve"',
      `mount ${JSON.stringify(of('run-app'))} "/bin/serve" rw`,
      `mount ${JSON.stringify(of('work-app'))} "/data" rw`,
    ];
  }

  return {
    look(machine, kind) {
      lay(machine);
      return run(wishes[kind].look).printed;
    },
    why: (kind, printed) => wishes[kind].why(printed),
    act(machine, kind, approved) {
      lay(machine);
      const { claims, argv } = wishes[kind];
      const { status, printed } = run(actScript(claims, approved, `id-${(acts += 1)}`), argv);
      return kind === 'file' ? status === 0 && printed === './app.env\n' : existsSync(of('ran'));
    },
  };
}
