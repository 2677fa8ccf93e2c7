import type { Refusal } from '../refusal.ts';
import type { Machine, Service } from '../../inventory/manifest.ts';
import type { MachineFacts } from '../../facts/machine-facts.ts';
import type { Found } from '../../findings/finding.ts';
import type { Evidence } from '../guard/evidence.ts';
import type { ActionName } from '../../findings/action-name.ts';

/** What a fresh probe saw, for planning. */
export type ActionContext = { finding: Found; service: Service; machine: Machine; facts: MachineFacts };

/** What would be run: fixed words, and names that were checked. `touches` and `pids` are for the policy. */
export type Draft = { argv: string[]; touches: string[]; pids: number[] };

/** What else it would touch, by every name that was seen, and the command lines that it would start. */
export type Surroundings = { touches: string[]; starts: string[] };

/** Something that a person may approve: one file each, listed in index.ts. */
export type Action = {
  name: ActionName;
  /** `restart the container` */
  title: string;
  /** Does the manifest give the service what this acts on? */
  applies(service: Service): boolean;
  /** Exactly what would be run, from what was seen just now; or why nothing can be. */
  plan(context: ActionContext): Draft | Refusal;
  /** What the guard saw around it: more that would be touched, or why it may not be done. What is not seen is a refusal. */
  surroundings(evidence: Evidence, draft: Draft): Surroundings | Refusal;
  interrupts(service: Service): string;
  /** how it is verified, in addition to the finding being gone */
  check: string;
  /** Has it come to rest, so that what is seen of it now can be believed? */
  settled(service: Service, facts: MachineFacts): boolean;
};

export function sudo({ sudo }: Service): string[] {
  return sudo ? ['sudo', '-n'] : [];
}
