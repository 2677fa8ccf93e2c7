import type { Machine, Service } from '../inventory/manifest.ts';
import type { MachineObservation, Observations } from '../facts/observations.ts';
import type { Extent } from '../facts/extent.ts';
import type { FindingType } from '../findings/finding-types.ts';
import type { FactName } from '../findings/fact-name.ts';
import type { Deviation, Lost } from '../findings/finding.ts';

/** Expected and observed: all that a rule may look at. */
export type Situation = {
  machines: Machine[];
  /** the services that this audit judges */
  services: Service[];
  /** every service of the manifest, also those outside the audit's scope */
  inventory: Service[];
  observations: Observations;
  /** how much was read */
  only: Extent;
  /** findings that no second look could confirm, as `TYPE SERVICE` */
  unconfirmed?: ReadonlySet<string>;
  /** ms since the epoch, the start of the audit */
  now: number;
};

/** A fact that the manifest asks for and that was not seen: it makes the service `unknown`, and is always reported. */
export type Gap = {
  service: string;
  /** what was not seen: findings that rest on it are not resolved */
  of: FactName;
  /** the same in words: `file /srv/x.env`, `processes of tesseract` */
  fact: string;
  detail: string;
  /** what was lost, if it affects several services: it gets one finding for all of them */
  lost_with?: Lost;
  /** about the running process, such as its version or start: no gap for a service that is down */
  of_running?: true;
  /** running copies cannot be counted, which is all that /dupes checks */
  of_copies?: true;
};

export type Judgement = { deviations: Deviation[]; gaps: Gap[] };

/** A deviation of one service; compare.ts fills in its name and machine. */
export type ServiceDeviation = Omit<Deviation, 'service' | 'machine'>;
export type ServiceGap = Omit<Gap, 'service'>;
export type ServiceJudgement = { deviations: ServiceDeviation[]; gaps: ServiceGap[] };

type Judging = {
  name: string;
  /** types that it may return */
  types: readonly FindingType[];
  /** `always`: whatever was read. `watch`: in a watch and in a full audit */
  when: 'always' | 'watch' | 'full_audit';
};

/**
 * Pure: expected and observed of one service -> deviations. A fact that the rule needed but could not see is a gap, so that
 * silence never counts as "in sync".
 */
export type ServiceRule = Judging & {
  judgeService(situation: Situation, service: Service): Partial<ServiceJudgement>;
};

export type FleetJudgement = Partial<Judgement> & {
  /** types that this audit could not judge: their open findings are not resolved */
  untold?: readonly FindingType[];
};

/** The same for machines, repositories or the bot. It pauses after each, since a fleet may be large. */
export type FleetRule = Judging & {
  judgeFleet(situation: Situation): Generator<void, FleetJudgement>;
};

export type Rule = ServiceRule | FleetRule;

/** What was seen of a service's machine. */
export function machineOf(situation: Situation, service: Service): MachineObservation | undefined {
  return situation.observations.machines[service.machine];
}
