import type { FindingType } from '../findings/finding-types.ts';

/**
 * How well a machine could be reached.
 * `connected`: SSH is up. `alive`: SSH is not, but the machine answered a network probe. `unreachable`: nothing
 * answered. `untrusted`: its host key was refused, so another machine may answer there. `not_probed`: nothing was requested
 * from it. `site_lost`: its site should have read it, but did not.
 */
export type Reach = 'connected' | 'alive' | 'unreachable' | 'untrusted' | 'not_probed' | 'site_lost';

/** What one audit covered, so that only findings that it looked for can be resolved. Serialisable. */
export type Coverage = {
  /** the services that were judged */
  services: string[];
  /** how well each machine of the manifest was reached */
  machines: Record<string, Reach>;
  /** the finding types that the applied rules look for */
  types: FindingType[];
  /** service -> the types that could not be judged */
  blind: Record<string, FindingType[]>;
  /** every service of the manifest */
  inventory: string[];
};
