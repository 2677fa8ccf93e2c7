import type { Machine, Service } from '../inventory/manifest.ts';
import type { MachineObservation, Observations } from '../facts/observations.ts';
import type { Extent } from '../facts/extent.ts';
import type { FindingType } from '../findings/finding-types.ts';
import type { FactName } from '../findings/fact-name.ts';
import type { Deviation, Lost } from '../findings/finding.ts';

/** Expected and observed, side by side: all that a rule may look at. */
export type Situation = {
  machines: Machine[];
  /** the services that this audit judges */
  services: Service[];
  /** every service of the manifest, also those outside the audit's scope */
  inventory: Service[];
  observations: Observations;
  /** how much was read */
  only: Extent;
  /** what one look found and no second look could confirm: `TYPE SERVICE` */
  unconfirmed?: ReadonlySet<string>;
  /** ms since the epoch, the start of the audit */
  now: number;
};

/** A fact that the manifest asks for and that was not seen: it makes the service `unknown`, and is always reported. */
export type Gap = {
  service: string;
  /** what was not seen: findings that rest on it are not resolved */
  of: FactName;
  /** the same in plain words: `file /srv/x.env`, `processes of tesseract` */
  fact: string;
  detail: string;
  /** where it is not the service's own problem: what was lost, which has one finding for all services behind it */
  lost_with?: Lost;
  /** about what runs, such as its version or its start: nothing is missing of a service that is down */
  of_running?: true;
  /** copies that run cannot be counted, which is all that /dupes asks */
  of_copies?: true;
};

export type Judgement = { deviations: Deviation[]; gaps: Gap[] };

/** What is said about one service: compare.ts fills in its name and its machine. */
export type ServiceDeviation = Omit<Deviation, 'service' | 'machine'>;
export type ServiceGap = Omit<Gap, 'service'>;
export type ServiceJudgement = { deviations: ServiceDeviation[]; gaps: ServiceGap[] };

type Judging = {
  name: string;
  /** those that it may return */
  types: readonly FindingType[];
  /** `always`: whatever was read. `watch`: in a watch and in a full audit */
  when: 'always' | 'watch' | 'full_audit';
};

/**
 * Pure: what is expected and observed of one service -> deviations. A rule reports as a gap what it needed and could
 * not see, so that silence never passes for "in sync".
 */
export type ServiceRule = Judging & {
  judgeService(situation: Situation, service: Service): Partial<ServiceJudgement>;
};

export type FleetJudgement = Partial<Judgement> & {
  /** those of its types that this audit could not judge: their open findings are not resolved */
  untold?: readonly FindingType[];
};

/** The same for what is said about a machine, a repository or the bot. It pauses after each: a fleet may be large. */
export type FleetRule = Judging & {
  judgeFleet(situation: Situation): Generator<void, FleetJudgement>;
};

export type Rule = ServiceRule | FleetRule;

/** What was seen of a service's machine. */
export function machineOf(situation: Situation, service: Service): MachineObservation | undefined {
  return situation.observations.machines[service.machine];
}
