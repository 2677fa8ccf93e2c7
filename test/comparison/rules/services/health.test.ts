import { describe, expect, it } from 'vitest';
import { compare } from '../../../support/comparison/compare.ts';
import type { HealthAnswer } from '../../../../src/facts/health-answer.ts';
import { INTERNAL, seen, unseen } from '../../../../src/facts/observation.ts';
import type { Observation } from '../../../../src/facts/observation.ts';
import {
  aHealthAnswer,
  aMachine,
  anEndpoint,
  aService,
  aSituation,
  aTradingService,
} from '../../../support/facts/observed.ts';
import {
  answering,
  findingOf,
  noRoute,
  refused,
  saying,
  statusesIn,
  timeout,
  typesIn,
} from '../../../support/comparison/scene.ts';
import { isRated } from '../../../support/findings/is-rated.ts';

const mini = 'knox-mac-mini';
const akashic = 'akashic-records';

describe('a fleet as it should be', () => {
  it('has no finding, and every service in sync', () => {
    const { findings, services, gaps } = compare(aSituation({ services: [aService(), aTradingService()] }));
    expect(findings).toEqual([]);
    expect(gaps).toEqual([]);
    expect(services.map(({ status }) => status)).toEqual(['in_sync', 'in_sync']);
  });
});

describe('health_check_failed', () => {
  it.each<[what: string, answer: Observation<HealthAnswer> | Partial<HealthAnswer>]>([
    ['an error status', { status: 503 }],
    ['a redirect elsewhere', { status: 302 }],
    ['a body that says fail', { said: [saying('fail')] }],
    ['a refused port', refused],
    ['a timeout', timeout],
    ['no route, though SSH has one', noRoute],
    ['an answer that is cut off', unseen('malformed', 'closed the connection in the middle', 'CUT_OFF')],
    ['TLS that fails', unseen('unreachable', 'TLS failed', 'TLS')],
  ])('is %s on a machine that SSH reaches', (_what, answer) => {
    const situation = answering(aSituation(), akashic, answer);
    expect(typesIn(situation)).toEqual(['health_check_failed']);
    expect(statusesIn(situation)).toEqual({ [akashic]: 'drift' });
    expect(findingOf(situation, 'health_check_failed').severity).toBe('CRITICAL');
  });

  it('is not a web page, which leaves unknown what stands behind it', () => {
    const page = answering(aSituation({ services: [aService({ repo: null })] }), akashic, { format: 'page' });
    expect(statusesIn(page)).toEqual({ [akashic]: 'unknown' });
    expect(typesIn(page)).toEqual(['probe_failed']);
    expect(findingOf(page, 'probe_failed').summary).toContain('Name an address that answers in JSON');
    const broken = answering(aSituation({ services: [aService({ repo: null })] }), akashic, {
      format: 'unreadable',
    });
    expect(statusesIn(broken)).toEqual({ [akashic]: 'unknown' });
    const text = answering(aSituation({ services: [aService({ repo: null })] }), akashic, { format: 'none' });
    expect(statusesIn(text)).toEqual({ [akashic]: 'in_sync' });
  });

  it.each<[what: string, expect_status: number, answer: Partial<HealthAnswer>]>([
    ['a good word', 200, { said: [saying('pass')] }],
    ['the status that the manifest expects', 204, { status: 204 }],
  ])('is not %s', (_what, expect_status, answer) => {
    const service = aService({ health: { ...aService().health, expect_status: [200, expect_status] } });
    expect(typesIn(answering(aSituation({ services: [service] }), akashic, answer))).toEqual([]);
  });

  it('says where, what, and what was expected', () => {
    const { summary, expected, actual } = findingOf(
      answering(aSituation(), akashic, { status: 503 }),
      'health_check_failed',
    );
    expect(summary).toBe(
      'akashic-records on knox-mac-mini fails its health check: HTTP 503 from http://100.91.193.23:8002/health (tailscale); expected HTTP 200. Read its log, then restart it.',
    );
    expect([expected, actual]).toEqual(['HTTP 200', 'HTTP 503']);
  });

  it('warns of the open orders of a service that trades', () => {
    const situation = answering(aSituation({ services: [aTradingService()] }), 'shiva', { status: 500 });
    expect(findingOf(situation, 'health_check_failed').summary).toContain('open orders');
  });
});

describe('what the bot itself could not ask', () => {
  it.each([
    ['its name server is down', unseen('unreachable', 'the name server did not answer', 'EAI_AGAIN')],
    ['its firewall forbids it', unseen('unreachable', 'not permitted', 'EACCES')],
    ['an internal error', unseen('malformed', 'internal error: x is undefined', INTERNAL)],
  ])('is unknown, never drift: %s', (_what, answer) => {
    const situation = answering(aSituation(), akashic, answer);
    expect(typesIn(situation)).toEqual(['probe_failed']);
    expect(statusesIn(situation)).toEqual({ [akashic]: 'unknown' });
  });

  it('is unknown where a machine lacks the tool for its own localhost', () => {
    const local = anEndpoint({ interface: 'localhost', from: 'machine' });
    const situation = aSituation({ services: [aService({ endpoints: [anEndpoint(), local] })] });
    situation.observations.health[akashic] = {
      tailscale: seen(aHealthAnswer()),
      localhost: unseen('unsupported', 'no curl, no wget'),
    };
    expect(typesIn(situation)).toEqual(['probe_failed']);
    expect(findingOf(situation, 'probe_failed').summary).toContain('no curl, no wget');
    expect(statusesIn(situation)).toEqual({ [akashic]: 'unknown' });
  });
});

describe('health_missing and uptime_high', () => {
  it('names a service that has no endpoint, worse where it trades', () => {
    const situation = aSituation({
      services: [aService({ endpoints: [] }), aTradingService({ endpoints: [] })],
    });
    expect(
      compare(situation).findings.map(({ type, service, severity }) => [type, service, severity]),
    ).toEqual([
      ['health_missing', 'shiva', 'HIGH'],
      ['health_missing', akashic, 'LOW'],
    ]);
    expect(statusesIn(situation)).toEqual({ [akashic]: 'drift', shiva: 'drift' });
  });

  it.each([
    [30 * 86_400, []],
    [30 * 86_400 + 1, ['uptime_high']],
  ])('an uptime of %i s gives %j', (uptime_seconds, types) => {
    expect(typesIn(answering(aSituation(), akashic, { uptime_seconds }))).toEqual(types);
  });

  it('falls back to the age of the process', () => {
    const situation = answering(aSituation(), akashic, { uptime_seconds: null });
    const table = situation.observations.machines[mini]!.facts.processes!;
    if (table.ok) for (const process of table.value.processes) process.elapsed_seconds = 46 * 86_400;
    expect(findingOf(situation, 'uptime_high').summary).toContain(
      'has been up for 46d (since 2026-02-11), over 30 days',
    );
  });

  it('asks nothing of a machine that hosts no service', () => {
    const idle = aMachine({ name: 'spare' });
    const situation = aSituation({ machines: [aMachine(), idle] });
    delete situation.observations.machines['spare'];
    expect(compare(situation).machines.map(({ name }) => name)).toEqual([mini]);
  });
});

describe("a machine's own localhost", () => {
  const local = anEndpoint({ interface: 'localhost', url: 'http://127.0.0.1:8002/health', from: 'machine' });
  const asking = (answer: Observation<HealthAnswer>, section: Observation<never> | null) => {
    const situation = aSituation({ services: [aService({ endpoints: [anEndpoint(), local] })] });
    situation.observations.health[akashic] = { tailscale: seen(aHealthAnswer()), localhost: answer };
    const machine = situation.observations.machines['knox-mac-mini']!;
    if (section) {
      machine.facts.local_health = section;
      machine.asked_by.local_health = [akashic];
    }
    return situation;
  };

  it.each([
    ['a closed port', refused],
    ['silence', timeout],
    ['something that is no HTTP', unseen('malformed', 'not valid HTTP')],
  ])('is cut off by %s', (_what, answer) => {
    const { evidence } = findingOf(asking(answer, null), 'interface_mismatch');
    expect(evidence).toMatchObject({ failed: [{ interface: 'localhost', asked_from: 'machine' }] });
  });

  it('is unknown where the whole section was lost', () => {
    const lost = unseen('timeout', 'local_health did not answer within 10 s');
    const situation = asking(lost, lost);
    expect(typesIn(situation)).toEqual(['probe_failed']);
    expect(findingOf(situation, 'probe_failed').summary).toContain(
      'knox-mac-mini did not return its local health: local_health did not',
    );
    expect(statusesIn(situation)).toEqual({ [akashic]: 'unknown' });
  });
});

isRated('health_check_failed', ['CRITICAL', 'CRITICAL', 'CRITICAL'], 'CRITICAL');
isRated('health_missing', ['LOW', 'LOW', 'LOW'], 'HIGH');
isRated('uptime_high', ['LOW', 'LOW', 'LOW'], 'LOW');
