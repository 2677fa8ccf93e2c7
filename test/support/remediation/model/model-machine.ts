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
  /** whose program a drop-in makes each unit start instead; null where there is none */
  dropIn: Record<Thing, Thing | null>;
  /** how often each container was replaced by another of the same name */
  age: Record<Thing, number>;
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
    dropIn: { app: null, mid: null, far: null, bot: null },
    age: { app: 0, mid: 0, far: 0, bot: 0 },
    tied: [],
    bound: [],
    file: 'app',
    place: 'app',
  };
}

export const kinds = ['unit', 'container', 'file'] as const;
export type Kind = (typeof kinds)[number];

/** What an action on `app` would really do to the bot: start it or what is its, stop it, or touch its file. */
export function reachesBot(machine: Machine, kind: Kind): boolean {
  if (kind === 'file') return machine.file === 'bot' || machine.place === 'bot';
  const start = kind === 'unit' ? machine.alias : 'app';
  // docker starts one container, whatever it is tied to; systemd all that the unit pulls in.
  const runs = (thing: Thing) => runsBots(machine, kind, thing);
  if (kind === 'container') return runs(start) || bonded(machine, start).has('bot');
  return [...restarted(machine, start)].some((thing) => thing === 'bot' || runs(thing));
}

/** Whose program a start of it runs. */
export function startedBy({ program, dropIn }: Machine, kind: Kind, thing: Thing): Thing {
  return (kind === 'unit' ? dropIn[thing] : null) ?? program[thing];
}

/** Does a start of it run the bot's program, or in its folder: its own, or one that they share? */
export function runsBots(machine: Machine, kind: Kind, thing: Thing): boolean {
  return (
    ['bot', startedBy(machine, kind, 'bot')].includes(startedBy(machine, kind, thing)) ||
    ['bot', machine.folder.bot].includes(machine.folder[thing])
  );
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
