import type { FindingType } from '../findings/finding-types.ts';

/**
 * How far a machine could be reached.
 * `connected`: SSH is up. `alive`: SSH is not, but the machine answered a network probe. `unreachable`: nothing
 * answered. `untrusted`: its host key was refused, so that what answers there may be another machine.
 * `not_probed`: nobody asked it anything. `site_lost`: its site was to read it, and did not: nothing is known of it.
 */
export type Reach = 'connected' | 'alive' | 'unreachable' | 'untrusted' | 'not_probed' | 'site_lost';

/** What one audit looked at, so that nothing is called resolved that nobody looked for. Serialisable. */
export type Coverage = {
  /** the services that were judged */
  services: string[];
  /** how far each machine of the manifest was reached */
  machines: Record<string, Reach>;
  /** the finding types that the applied rules look for */
  types: FindingType[];
  /** service -> the types that could not be judged */
  blind: Record<string, FindingType[]>;
  /** every service of the manifest */
  inventory: string[];
};
