import type { Observation } from './observation.ts';
import type { MachineProbe } from './probe.ts';

/** Every probe that reads a machine, in the order of their sections: what cannot hang comes first. */
export const machineProbes = {} satisfies Record<string, MachineProbe<unknown>>;

type Probes = typeof machineProbes;

/** probe name -> what it saw */
export type MachineFacts = {
  [Name in keyof Probes]?: Probes[Name] extends MachineProbe<infer Value> ? Observation<Value> : never;
};
