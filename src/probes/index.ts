import type { Observation } from './observation.ts';
import type { MachineProbe } from './probe.ts';
import { processes } from './processes.ts';

/** Every probe that reads a machine, in the order of their sections: what cannot hang comes first. */
export const machineProbes = { processes } satisfies Record<string, MachineProbe<unknown>>;

/** probe name -> what it reads */
type Values = {
  [Name in keyof typeof machineProbes]: (typeof machineProbes)[Name] extends MachineProbe<infer Value>
    ? Value
    : never;
};
export type ProbeName = keyof Values;

/** The same registry, typed so that a name that is only known at run time keeps probe and fact together. */
export type MachineProbes = { [Name in ProbeName]: MachineProbe<Values[Name]> };

/** probe name -> what it saw */
export type MachineFacts = { [Name in ProbeName]?: Observation<Values[Name]> };
