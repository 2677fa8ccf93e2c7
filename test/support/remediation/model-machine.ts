import { boolean, constantFrom, integer, record } from 'fast-check';
import type { Arbitrary } from 'fast-check';

/** systemd.unit(5): a way that one unit is tied to another, and what systemd shows at the other's end. */
export const ties = {
  Requires: 'RequiredBy',
  Wants: 'WantedBy',
  BindsTo: 'BoundBy',
  Requisite: 'RequisiteOf',
  PartOf: 'ConsistsOf',
  Upholds: 'UpheldBy',
  OnFailure: 'OnFailureOf',
  OnSuccess: 'OnSuccessOf',
  Conflicts: 'ConflictedBy',
  PropagatesStopTo: 'StopPropagatedFrom',
  Triggers: 'TriggeredBy',
} as const;
export type Tie = keyof typeof ties;
export type Bond = 'link' | 'depends_on' | 'volumes' | 'network';

export const things = ['app', 'mid', 'far', 'bot'] as const;
export type Thing = (typeof things)[number];

/** A machine on which `app` may be acted on, and `bot` trades. Nothing in it is called by a trading word. */
export type Machine = {
  /** what runs now; the guard must not need it */
  running: Record<Thing, boolean>;
  /** which unit's file the name app.service leads to: an alias where it is another's */
  alias: Thing;
  /** whose program, and whose folder, each one's start runs in: by the inode, whatever the path is called */
  program: Record<Thing, Thing>;
  folder: Record<Thing, Thing>;
  /** `app Wants mid` */
  tied: { from: Thing; tie: Tie; to: Thing }[];
  bound: { from: Thing; bond: Bond; to: Thing }[];
  /** whose file, by device and inode, the path of app's lock and secret leads to */
  file: Thing;
  /** whose folder that path lies in, once all links are followed */
  place: Thing;
};

export function aMachine(): Machine {
  const own = { app: 'app', mid: 'mid', far: 'far', bot: 'bot' } as const;
  return {
    running: { app: true, mid: true, far: true, bot: true },
    alias: 'app',
    program: { ...own },
    folder: { ...own },
    tied: [],
    bound: [],
    file: 'app',
    place: 'app',
  };
}

export type Kind = 'unit' | 'container' | 'file';

/** What an action on `app` would really do to the bot: start it or what is its, stop it, or touch its file. */
export function reachesBot(machine: Machine, kind: Kind): boolean {
  if (kind === 'file') return machine.file === 'bot' || machine.place === 'bot';
  const start = kind === 'unit' ? machine.alias : 'app';
  // docker starts one container, whatever it is tied to; systemd all that the unit pulls in.
  const runs = (thing: Thing) => machine.program[thing] === 'bot' || machine.folder[thing] === 'bot';
  if (kind === 'container') return runs(start) || bonded(machine, start).has('bot');
  return [...restarted(machine, start)].some((thing) => thing === 'bot' || runs(thing));
}

const pulls = new Set<Tie>([
  'Requires',
  'Wants',
  'BindsTo',
  'Requisite',
  'Upholds',
  'OnFailure',
  'OnSuccess',
  'Triggers',
]);

/** What starts with it, what stops with it, and whoever loses it for a while: to the end. */
function restarted({ tied }: Machine, start: Thing): Set<Thing> {
  const started = closure(start, (at) =>
    tied.filter(({ from, tie }) => from === at && pulls.has(tie)).map(({ to }) => to),
  );
  const needing = closure(start, (at) =>
    tied.filter(({ to, tie }) => to === at && pulls.has(tie) && tie !== 'Triggers').map(({ from }) => from),
  );
  const losing = [...started].flatMap((at) =>
    tied.flatMap(({ from, tie, to }) =>
      tie === 'Conflicts' && from === at ? [to] : tie === 'Conflicts' && to === at ? [from] : [],
    ),
  );
  const stopped = [start, ...losing].flatMap((at) => [
    ...closure(at, (one) =>
      tied.flatMap(({ from, tie, to }) => {
        if (
          to === one &&
          (tie === 'Requires' || tie === 'Requisite' || tie === 'BindsTo' || tie === 'PartOf')
        )
          return [from];
        return from === one && tie === 'PropagatesStopTo' ? [to] : [];
      }),
    ),
  ]);
  return new Set([...started, ...needing, ...stopped]);
}

/** A container, all that it needs and all that need it. */
function bonded({ bound }: Machine, start: Thing): Set<Thing> {
  const down = closure(start, (at) => bound.filter(({ from }) => from === at).map(({ to }) => to));
  const up = closure(start, (at) => bound.filter(({ to }) => to === at).map(({ from }) => from));
  return new Set([...down, ...up]);
}

export function closure(start: Thing, next: (at: Thing) => Thing[]): Set<Thing> {
  const found = new Set([start]);
  // A set may grow while it is walked.
  for (const at of found) for (const each of next(at)) found.add(each);
  return found;
}

const thing = constantFrom(...things);

/** Something that somebody does to the machine. */
export type Edit = { text: string; make(machine: Machine): void };

export const edits: Arbitrary<Edit> = record({
  what: integer({ min: 0, max: 9 }),
  from: thing,
  to: thing,
  tie: constantFrom(...(Object.keys(ties) as Tie[])),
  bond: constantFrom<Bond[]>('link', 'depends_on', 'volumes', 'network'),
  on: boolean(),
}).map(({ what, from, to, tie, bond, on }): Edit => {
  const all: [string, (machine: Machine) => void][] = [
    [`${from} ${on ? 'starts' : 'stops'}`, (machine) => void (machine.running[from] = on)],
    [`app.service is ${to}.service`, (machine) => void (machine.alias = to)],
    [`${from}’s program is ${to}’s`, (machine) => void (machine.program[from] = to)],
    [`${from}’s folder is ${to}’s`, (machine) => void (machine.folder[from] = to)],
    [`${from} ${tie} ${to}`, (machine) => void (from === to || machine.tied.push({ from, tie, to }))],
    [`${from} ${bond} ${to}`, (machine) => void (from === to || machine.bound.push({ from, bond, to }))],
    [`the file is ${to}’s`, (machine) => void (machine.file = to)],
    [`the file lies in ${to}’s folder`, (machine) => void (machine.place = to)],
    ['all ties are cut', (machine) => void Object.assign(machine, { tied: [], bound: [] })],
    ['all is as it was', (machine) => void Object.assign(machine, aMachine())],
  ];
  const [text, make] = all[what] ?? ['', () => {}];
  return { text, make };
});
