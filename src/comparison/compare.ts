import { createHash } from 'node:crypto';
import { categoryOf } from '../report/finding-types.ts';
import type { Deviation, Found } from '../report/finding.ts';
import type { MachineState, ServiceState } from '../report/report.ts';
import type { Sight } from '../report/sight.ts';
import { foldDependents } from './dependencies.ts';
import { rules } from './index.ts';
import { machineState } from './machine-state.ts';
import type { Gap, Judgement, Rule, Situation } from './rule.ts';
import { serviceState } from './service-state.ts';
import { bySeverity, severityOf } from './severity.ts';
import { sightOf } from './sight.ts';
import { unexplained } from './unexplained.ts';

export type Comparison = {
  /** worst first; within a severity what concerns trading first, then by name, and what a dependency explains below it */
  findings: Found[];
  services: ServiceState[];
  machines: MachineState[];
  /** why services are unknown */
  gaps: Gap[];
  /** what was looked at: nothing else may be called resolved */
  sight: Sight;
};

/** Judges everything that one audit saw. Pure: the same situation gives the same comparison. */
export function compare(situation: Situation): Comparison {
  const judged = judge(situation);
  const deviations = judged.flatMap((each) => each.deviations);
  const gaps = distinct(judged.flatMap((each) => each.gaps));
  deviations.push(...unexplained(situation, deviations, gaps));
  const sorted = deviations.map((deviation) => found(situation, deviation)).toSorted(order(situation));
  const findings = foldDependents(situation, sorted);
  return {
    findings,
    services: situation.services.map((service) => serviceState(situation, service, findings, gaps)),
    machines: situation.machines.flatMap((machine) => machineState(situation, machine)),
    gaps,
    sight: sightOf(situation, judged, findings),
  };
}

function judge(situation: Situation): (Judgement & { rule: Rule })[] {
  const applied = rules.filter((rule) => rule.when === 'always' || situation.only === 'all');
  return applied.map((rule) => ({ rule, deviations: [], gaps: [], ...rule.judge(situation) }));
}

function distinct(gaps: readonly Gap[]): Gap[] {
  return [...new Map(gaps.map((gap) => [`${gap.service}\n${gap.fact}`, gap])).values()];
}

function found(situation: Situation, deviation: Deviation): Found {
  const { property, type, service, machine, ...rest } = deviation;
  const own = situation.inventory.find(({ name }) => name === service) ?? null;
  const hidden = hiddenBy(situation, deviation);
  const severity = severityOf(type, own, hidden, deviation.evidence, situation.now);
  const key = JSON.stringify([type, service, machine, property]);
  const id = createHash('sha256').update(key).digest('hex').slice(0, 16);
  return { id, type, category: categoryOf(type), severity, service, machine, ...rest };
}

/** The services that an observation finding names in its evidence. */
function hiddenBy(situation: Situation, { evidence }: Pick<Found, 'evidence'>) {
  const names = evidence['services'];
  return Array.isArray(names) ? situation.inventory.filter(({ name }) => names.includes(name)) : [];
}

function order(situation: Situation): (one: Found, other: Found) => number {
  const trades = new Set(
    situation.inventory.filter(({ kind }) => kind === 'trading').map(({ name }) => name),
  );
  const rank = (finding: Found) =>
    trades.has(finding.service ?? '') || hiddenBy(situation, finding).some(({ name }) => trades.has(name))
      ? 0
      : 1;
  const name = ({ service, machine }: Found) => service ?? machine ?? '';
  return (one, other) =>
    bySeverity(one.severity, other.severity) ||
    rank(one) - rank(other) ||
    compareText(name(one), name(other)) ||
    compareText(one.type, other.type) ||
    compareText(one.id, other.id);
}

/** By code unit: the same on every machine, whatever its locale. */
function compareText(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
