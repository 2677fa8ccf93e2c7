import { containerText, fileText, guardText, idOf } from '../guard-text.ts';
import { closure, runsBots, startedBy, things, ties } from './model-machine.ts';
import type { Kind, Machine, Thing } from './model-machine.ts';

export type Blind = 'alias' | 'ties' | 'inodes' | 'drop-ins';

/** What the guard prints of a machine of the model. `blind`: what it forgets to look at, to see the model fail. */
export function printedOf(machine: Machine, kind: Kind, blind: Blind | null = null): string {
  if (blind === 'drop-ins') return printedOf({ ...machine, dropIn: none }, kind);
  const own =
    blind === 'inodes'
      ? ({ ...machine, program: same, folder: same, dropIn: none, file: 'app', place: 'app' } as const)
      : machine;
  if (kind === 'file') {
    const claimed = [own.file, own.place].includes('bot') ? ['claimed /opt/bot'] : [];
    return fileText({
      places: [...claimed, 'all'],
      file: [`file 1:${own.file} 644 0:0 regular 1`, `at /etc/${own.place}/app.env`, 'acts 0', 'owner root'],
    });
  }
  const start = kind === 'unit' && blind !== 'alias' ? own.alias : 'app';
  const met = kind === 'unit' ? reachOf(own, start) : linkedTo(own, start);
  const all = blind === 'ties' ? new Set([start]) : met;
  const started = kind === 'unit' ? [...all] : [start];
  const claimed = started.some((each) => runsBots(own, kind, each));
  const parts = {
    programs: started.map((each) => `program /way/${each} 1:${startedBy(own, kind, each)} abc clean`),
    places: [...(claimed ? ['claimed /opt/bot'] : []), 'all'],
  };
  const others = [...all].filter((each) => each !== start);
  return kind === 'unit'
    ? guardText({
        unit: unitLines(own, start, true),
        'other units': others.flatMap((each) => unitLines(own, each, false)),
        'unit files': [`file /etc/systemd/system/app.service /etc/systemd/system/${start}.service abc`],
        ...parts,
      })
    : containerText(`app-1 ${own.age.app}`, { 'other containers': others.map(rowOf(own)), ...parts });
}

const none = { app: null, mid: null, far: null, bot: null } as const;
const same = { app: 'app', mid: 'mid', far: 'far', bot: 'bot' } as const;
const pulls = 'Requires Wants BindsTo Requisite Upholds OnSuccess OnFailure Triggers'.split(' ');
const stops = 'RequiredBy RequisiteOf BoundBy ConsistsOf PropagatesStopTo'.split(' ');
const needs = 'RequiredBy WantedBy BoundBy RequisiteOf UpheldBy OnSuccessOf OnFailureOf'.split(' ');

export function tiesShown({ tied }: Machine, unit: Thing): [property: string, other: Thing][] {
  return tied.flatMap(({ from, tie, to }): [string, Thing][] => [
    ...(from === unit ? [[tie, to] satisfies [string, Thing]] : []),
    ...(to === unit ? [[ties[tie], from] satisfies [string, Thing]] : []),
  ]);
}

/** As reach-script.ts goes: by property, each way by itself. */
function reachOf(machine: Machine, start: Thing): Set<Thing> {
  const by = (kinds: readonly string[]) => (at: Thing) =>
    tiesShown(machine, at).flatMap(([property, other]) => (kinds.includes(property) ? [other] : []));
  const met = new Set<string>();
  const queue: [Thing, 'start' | 'stop' | 'need' | 'near'][] = [
    [start, 'start'],
    [start, 'stop'],
    [start, 'need'],
    [start, 'near'],
  ];
  for (const [at, way] of queue) {
    if (met.has(`${at} ${way}`)) continue;
    met.add(`${at} ${way}`);
    if (way === 'start') {
      queue.push(...by(pulls)(at).map((each): [Thing, 'start'] => [each, 'start']));
      queue.push(...by(['Conflicts', 'ConflictedBy'])(at).map((each): [Thing, 'stop'] => [each, 'stop']));
    } else if (way === 'stop') {
      queue.push(...by(stops)(at).map((each): [Thing, 'stop'] => [each, 'stop']));
      queue.push(...by(['OnSuccess', 'OnFailure'])(at).map((each): [Thing, 'start'] => [each, 'start']));
    } else if (way === 'need') queue.push(...by(needs)(at).map((each): [Thing, 'need'] => [each, 'need']));
  }
  const near = by(['PartOf', 'TriggeredBy', 'StopPropagatedFrom'])(start);
  return new Set([...queue.map(([at]) => at), ...near]);
}

function linkedTo({ bound }: Machine, start: Thing): Set<Thing> {
  const down = closure(start, (at) => bound.filter(({ from }) => from === at).map(({ to }) => to));
  const up = closure(start, (at) => bound.filter(({ to }) => to === at).map(({ from }) => from));
  return new Set([...down, ...up]);
}

export function unitName(thing: Thing): string {
  return `${thing}.service`;
}

function unitLines(machine: Machine, unit: Thing, own: boolean): string[] {
  const names = things.filter((each) => each === unit || (each === 'app' && machine.alias === unit));
  const lines = [
    `Id=${unitName(unit)}`,
    ...names.map((each) => `Names=${unitName(each)}`),
    'LoadState=loaded',
    'NeedDaemonReload=no',
    `ExecStart={ path=/way/${unit} ; argv[]=/way/${unit} ; ignore_errors=no`,
    `WorkingDirectory=/srv/homes/${unit}`,
    ...(own ? tiesShown(machine, unit).map(([property, other]) => `${property}=${unitName(other)}`) : []),
  ];
  return lines.map((line) => `${unitName(unit)} ${line}`);
}

/** One row of the guard's format for neighbours. */
export function rowOf({ bound }: Machine): (thing: Thing) => string {
  return (thing) =>
    `linked ${fieldsOf({ bound }, thing)
      .map((field) => JSON.stringify(field))
      .join('\t')}`;
}

export function fieldsOf({ bound }: Pick<Machine, 'bound'>, thing: Thing): unknown[] {
  const of = (bond: string) =>
    bound.filter((each) => each.from === thing && each.bond === bond).map(({ to }) => to);
  const network = of('network').at(-1);
  const list = (texts: string[]) => (texts.length > 0 ? texts : null);
  return [
    idOf(`${thing}-1`),
    `/${thing}-1`,
    network === undefined ? 'none' : `container:${idOf(`${network}-1`)}`,
    '',
    'private',
    list(of('volumes').map((each) => idOf(`${each}-1`))),
    list(of('link').map((each) => `/${each}-1:/${thing}-1/db`)),
    'shop',
    thing,
    of('depends_on')
      .map((each) => `${each}:service_started:false`)
      .join(','),
    'app:1',
    `program of ${thing}`,
  ];
}
