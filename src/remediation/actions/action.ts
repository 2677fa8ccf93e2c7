import type { Refusal } from '../refusal.ts';
import type { Machine, Service } from '../../inventory/manifest.ts';
import type { MachineFacts } from '../../facts/machine-facts.ts';
import type { Found } from '../../findings/finding.ts';
import type { Evidence } from '../guard/evidence.ts';
import type { ActionName } from '../../findings/action-name.ts';

/** The result of a fresh probe, for planning. */
export type ActionContext = { finding: Found; service: Service; machine: Machine; facts: MachineFacts };

/** What would run: fixed words and checked names. `touches` and `pids` are for the policy. */
export type Draft = { argv: string[]; touches: string[]; pids: number[] };

/** What else it would touch, under every observed name, and the command lines that it would start. */
export type Surroundings = { touches: string[]; starts: string[] };

/** Something that a person may approve: one file per action, listed in index.ts. */
export type Action = {
  name: ActionName;
  /** `restart the container` */
  title: string;
  /** Does the service have what the action acts on, according to the manifest? */
  applies(service: Service): boolean;
  /** Exactly what would run, given what was just seen; or why nothing can. */
  plan(context: ActionContext): Draft | Refusal;
  /** What else it would touch according to the guard, or why it may not run. Anything unseen is a refusal. */
  surroundings(evidence: Evidence, draft: Draft): Surroundings | Refusal;
  interrupts(service: Service): string;
  /** how it is verified, in addition to the finding being gone */
  check: string;
  /** Has the service settled, so that what is seen now is reliable? */
  settled(service: Service, facts: MachineFacts): boolean;
};

export function sudo({ sudo }: Service): string[] {
  return sudo ? ['sudo', '-n'] : [];
}
