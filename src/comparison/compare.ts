import { createHash } from 'node:crypto';
import type { Service } from '../inventory/manifest.ts';
import { affectsNothing } from '../findings/affects.ts';
import { catalogue } from '../findings/catalogue.ts';
import type { Deviation, Found } from '../findings/finding.ts';
import { cureOf, titleOf } from '../findings/wording.ts';
import type { MachineState, ServiceState } from '../report/report.ts';
import { foldDependents } from './dependencies.ts';
import { gapsToTell } from './readings/gaps.ts';
import { attributedOn } from './readings/processes/instances.ts';
import { machineState } from './machine-state.ts';
import type { Gap, Judgement, Rule, Situation } from './rule.ts';
import { serviceState, statusesOf } from './service-state.ts';
import { bySeverity, severityOf } from './severity.ts';
import { coverageOf } from './coverage.ts';
import type { Judged } from './coverage.ts';
import { findingsOfGaps } from './explained-gaps.ts';
import type { Comparison } from './comparison.ts';

const none: readonly never[] = [];
const SEEN_ONCE = 'seen once; the re-check could not reach the machine';

/**
 * Applies the rules (index.ts has all of them) to everything that one audit saw. Pure: the same situation gives the same
 * comparison. It pauses after each machine, rule and service: judging 200 machines takes a while.
 */
export function* comparingBy(situation: Situation, rules: readonly Rule[]): Generator<void, Comparison> {
  for (const { name } of situation.machines) yield void attributedOn(situation, name);
  const judged: Judged[] = [];
  for (const rule of rules.filter(({ when }) => applies(when, situation.only))) {
    const judgement = yield* judging(rule, situation);
    judged.push({ rule, ...judgement, ...confirmed(situation, judgement) });
  }
  const deviations = judged.flatMap((each) => each.deviations);
  const gaps = gapsToTell(
    situation,
    judged.flatMap((each) => each.gaps),
    deviations,
  );
  deviations.push(...findingsOfGaps(situation, deviations, gaps));
  yield;
  const told = new Map(situation.inventory.map((service) => [service.name, service]));
  const sorted = deviations.map((deviation) => found(deviation, told, situation.now)).toSorted(order(told));
  const findings = foldDependents(situation, sorted);
  yield;
  const standingOf = statusesOf(findings, gaps);
  const services: ServiceState[] = [];
  for (const service of situation.services)
    yield void services.push(serviceState(situation, service, standingOf(service.name)));
  const machines: MachineState[] = [];
  for (const machine of situation.machines) yield void machines.push(...machineState(situation, machine));
  return { findings, services, machines, gaps, coverage: coverageOf(situation, judged, findings) };
}

/** A pause after each service, and after each rule. */
function* judging(rule: Rule, situation: Situation): Generator<void, Omit<Judged, 'rule'>> {
  if ('judgeFleet' in rule) {
    const judgement = yield* rule.judgeFleet(situation);
    yield;
    return { deviations: [], gaps: [], untold: [], ...judgement };
  }
  const all: Judgement = { deviations: [], gaps: [] };
  for (const service of situation.services) {
    const { deviations, gaps } = rule.judgeService(situation, service);
    const { name, machine } = service;
    for (const each of deviations ?? none) all.deviations.push({ ...each, service: name, machine });
    for (const each of gaps ?? none) all.gaps.push({ ...each, service: name });
    yield;
  }
  yield;
  return { ...all, untold: [] };
}

/** A finding that may be temporary, and that no second look could confirm, becomes a gap. */
function confirmed({ unconfirmed }: Situation, { deviations, gaps }: Judgement): Judgement {
  if (!unconfirmed?.size) return { deviations, gaps };
  const kept: Deviation[] = [];
  const doubtful: Gap[] = [];
  for (const deviation of deviations) {
    const { type, service } = deviation;
    if (service === null || !unconfirmed.has(`${type} ${service}`)) kept.push(deviation);
    else doubtful.push({ service, of: 'second_look', fact: type.replaceAll('_', ' '), detail: SEEN_ONCE });
  }
  return { deviations: kept, gaps: [...gaps, ...doubtful] };
}

function applies(when: Rule['when'], only: Situation['only']): boolean {
  return when === 'always' || only === 'all' || when === only;
}

type Told = ReadonlyMap<string, Service>;

function found(deviation: Deviation, told: Told, now: number): Found {
  const { property, type, service, machine, lost: _lost, measured = {}, ...rest } = deviation;
  const affects = { ...affectsNothing, ...deviation.affects };
  const hidden = namedOf(told, affects.services);
  const severity = severityOf(type, told.get(service ?? '') ?? null, hidden, measured, now);
  const key = JSON.stringify([type, service, machine, property]);
  const id = createHash('sha256').update(key).digest('hex').slice(0, 16);
  const { category } = catalogue[type];
  const title = titleOf(deviation);
  const advice = deviation.advice ?? cureOf(deviation, told.get(service ?? '')?.kind === 'trading');
  return { ...rest, id, type, category, severity, service, machine, title, advice, affects };
}

function namedOf(told: Told, names: readonly string[]): Service[] {
  return names.flatMap((name) => told.get(name) ?? []);
}

function order(told: Told): (one: Found, other: Found) => number {
  const ranks = new Map<Found, number>();
  const rank = (finding: Found) => {
    const known = ranks.get(finding);
    if (known !== undefined) return known;
    const concerned = namedOf(told, [finding.service ?? '', ...finding.affects.services]);
    const own = concerned.some((service) => service.kind === 'trading') ? 0 : 1;
    ranks.set(finding, own);
    return own;
  };
  const name = ({ service, machine }: Found) => service ?? machine ?? '';
  return (one, other) =>
    bySeverity(one.severity, other.severity) ||
    rank(one) - rank(other) ||
    compareText(name(one), name(other)) ||
    compareText(one.type, other.type) ||
    compareText(one.id, other.id);
}

/** By code unit, so that the order does not depend on the locale. */
function compareText(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
