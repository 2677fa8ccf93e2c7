import { compare } from './compare.ts';
import type { Situation } from '../../../src/comparison/rule.ts';
import type { Service } from '../../../src/inventory/manifest.ts';
import type { HealthAnswer, HealthStatement } from '../../../src/facts/health-answer.ts';
import { seen, unseen } from '../../../src/facts/observation.ts';
import type { Observation } from '../../../src/facts/observation.ts';
import type { Connection, MachineObservation } from '../../../src/facts/observations.ts';
import type { Found } from '../../../src/findings/finding.ts';
import type { Process } from '../../../src/facts/process.ts';
import type { Release, BranchPosition } from '../../../src/facts/release.ts';
import { runningSha } from '../builders.ts';
import {
  aHealthAnswer,
  aMachine,
  aMachineObservation,
  aProcess,
  aRelease,
  aSituation,
  aTradingService,
} from '../facts/observed.ts';

export const refused = unseen('unreachable', 'connection refused by 100.91.193.23:8002', 'ECONNREFUSED');
export const timeout = unseen('timeout', 'no answer within 5 s', 'ETIMEDOUT');
export const noRoute = unseen('unreachable', 'no route to 100.91.193.23', 'EHOSTUNREACH');

/** A word of a body, of the whole under `status`, else of a part. */
export function saying(value: HealthStatement['value'], at = 'status'): HealthStatement {
  return { at, value, kind: 'state', part: at !== 'status' };
}

/** The situation with a service's answer replaced on every interface. */
export function answering(
  situation: Situation,
  service: string,
  answer: Observation<HealthAnswer> | Partial<HealthAnswer>,
): Situation {
  const observation = 'ok' in answer ? answer : seen(aHealthAnswer({ pid: null, ...answer }));
  const interfaces = Object.keys(situation.observations.health[service] ?? {});
  const health = {
    ...situation.observations.health,
    [service]: Object.fromEntries(interfaces.map((name) => [name, observation])),
  };
  return { ...situation, observations: { ...situation.observations, health } };
}

/** The situation with a machine that SSH could not reach. */
export function withoutSsh(
  situation: Situation,
  machine: string,
  failure: Partial<Connection & { status: 'failed' }> = {},
): Situation {
  const detail = failure.detail ?? 'no answer from 100.91.193.23:22';
  const connection = {
    status: 'failed' as const,
    reason: 'timeout' as const,
    host_key: null,
    detail,
    ...failure,
  };
  const asked_by = situation.observations.machines[machine]?.asked_by ?? {};
  const facts = { processes: unseen('unreachable', detail) };
  return withMachine(situation, aMachineObservation({ machine, connection, facts, asked_by }));
}

export function withMachine(situation: Situation, observation: MachineObservation): Situation {
  const machines = { ...situation.observations.machines, [observation.machine]: observation };
  return { ...situation, observations: { ...situation.observations, machines } };
}

export function typesIn(situation: Situation): string[] {
  return compare(situation).findings.map(({ type }) => type);
}

export function findingOf(situation: Situation, type: Found['type']): Found {
  const found = compare(situation).findings.find((finding) => finding.type === type);
  if (!found) throw new Error(`no ${type} among ${typesIn(situation).join(', ') || 'no findings'}`);
  return found;
}

export function statusesIn(situation: Situation): Record<Service['name'], string> {
  return Object.fromEntries(compare(situation).services.map(({ name, status }) => [name, status]));
}

const machines = [aMachine({ name: 'tesseract', host: '192.168.1.150' }), aMachine()];
export const hour = 3600;
/** A process of shiva's, 30 hours old. */
export function shivaAt(pid: number, over: Partial<Process> = {}): Process {
  return aProcess({
    pid,
    user: 'knox',
    command: '/usr/bin/python3 /opt/shiva/main.py',
    elapsed_seconds: 30 * hour,
    ...over,
  });
}

/** shiva alone in the fleet, with these processes on tesseract and on knox-mac-mini. */
export function fleet(over: Partial<Service>, tesseract: Process[], mini: Process[] = []): Situation {
  const base = aSituation({ services: [aTradingService(over)], machines });
  const at = (machine: string, processes: Process[]) =>
    aMachineObservation({ machine, processes, asked_by: { processes: ['shiva'] } });
  return withMachine(withMachine(base, at('tesseract', tesseract)), at('knox-mac-mini', mini));
}

const akashic = 'akashic-records';
export const releaseOfAkashic = 'Invictus-Labs/akashic-records#main';

/** akashic-records' repository as it was seen. */
export function releasing(situation: Situation, release: Observation<Release>): Situation {
  const releases = { ...situation.observations.releases, [releaseOfAkashic]: release };
  return { ...situation, observations: { ...situation.observations, releases } };
}

/** akashic-records says that it runs `version`, and the repository says where its revision stands. */
export function running(
  version: string | null,
  position: BranchPosition | null,
  revision = runningSha,
): Situation {
  const positions = position ? { [revision]: seen(position) } : {};
  return releasing(answering(aSituation(), akashic, { version }), seen(aRelease({ positions })));
}
