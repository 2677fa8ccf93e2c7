import type { Machine, Service } from '../inventory/manifest.ts';
import type { Reason } from '../facts/observation.ts';
import type { MachineObservation } from '../facts/observations.ts';
import type { Answers } from './collect-health.ts';
import type { MachineLimits } from './limits.ts';
import type { MachineRequest } from './request.ts';

/** The request to a site's worker for one machine. Serialisable; it only ever reads. */
export type SiteAsk = Pick<MachineRequest, 'singletons' | 'only'> & {
  machine: Machine;
  /** those that it is reached through */
  jumps: Machine[];
  services: Service[];
  /** are the endpoints of the services asked too? */
  health: boolean;
  limits: MachineLimits & { graceMs: number };
};

/** What the worker saw, or why nothing came of it: a sentence for people. */
export type SiteSeen =
  | { seen: { observation: MachineObservation; health: Record<string, Answers>; release: string } }
  | { lost: string; reason: Reason };

/** Machines that the bot does not reach itself: workers near them read them. Never throws. */
export type SiteClient = {
  read(site: string, ask: SiteAsk): Promise<SiteSeen>;
};
