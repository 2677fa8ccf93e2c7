import { boolean, constantFrom, integer, record } from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { aMachine, things, ties } from './model-machine.ts';
import type { Bond, Machine, Tie } from './model-machine.ts';

const thing = constantFrom(...things);

/** Something that somebody does to the machine. */
export type Edit = { text: string; make(machine: Machine): void };

export const edits: Arbitrary<Edit> = record({
  what: integer({ min: 0, max: 12 }),
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
    [`a drop-in makes ${from} start ${to}’s program`, (machine) => void (machine.dropIn[from] = to)],
    [`${from} has no drop-in`, (machine) => void (machine.dropIn[from] = null)],
    [
      `${from} is replaced by a container of ${to}’s program and folder`,
      (machine) => {
        machine.age[from] += 1;
        machine.program[from] = machine.folder[from] = to;
        machine.bound = machine.bound.filter((each) => each.from !== from);
      },
    ],
    ['all ties are cut', (machine) => void Object.assign(machine, { tied: [], bound: [] })],
    ['all is as it was', (machine) => void Object.assign(machine, aMachine())],
  ];
  const [text, make] = all[what] ?? ['', () => {}];
  return { text, make };
});
