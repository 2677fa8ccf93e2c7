import { describe, expect, it } from 'vitest';
import { seen, unseen } from '../../../../src/facts/observation.ts';
import {
  aHealthAnswer,
  anEndpoint,
  aService,
  aSituation,
  aTradingService,
} from '../../../support/facts/observed.ts';
import { findingOf, statusesIn, typesIn } from '../../../support/comparison/scene.ts';

const akashic = 'akashic-records';
const port = anEndpoint({ interface: 'tcp', url: 'tcp://100.91.193.23:5432' });
const open = seen(
  aHealthAnswer({ status: 0, format: 'tcp', version: null, pid: null, uptime_seconds: null }),
);
const refused = unseen('unreachable', 'connection refused by 100.91.193.23:5432', 'ECONNREFUSED');
const silent = unseen('timeout', 'no connection within 5 s', 'ETIMEDOUT');
const good = seen(aHealthAnswer({ pid: null }));

function situationWith(
  answers: Record<string, typeof open | typeof refused>,
  service = aService({ repo: null }),
) {
  const endpoints = Object.keys(answers).map((name) =>
    name === 'tcp' ? port : anEndpoint({ interface: name }),
  );
  const situation = aSituation({ services: [{ ...service, endpoints }] });
  situation.observations.health[service.name] = answers;
  return situation;
}

describe('a service with health.tcp alone', () => {
  it('is in sync where its port takes connections, and misses no health endpoint', () => {
    const situation = situationWith({ tcp: open });
    expect(typesIn(situation)).toEqual([]);
    expect(statusesIn(situation)).toEqual({ [akashic]: 'in_sync' });
  });

  it.each([
    ['connection refused by 100.91.193.23:5432', refused],
    ['no connection within 5 s', silent],
  ])('fails by %s, in its own sentence', (detail, answer) => {
    const situation = situationWith({ tcp: answer });
    expect(typesIn(situation)).toEqual(['health_check_failed']);
    expect(findingOf(situation, 'health_check_failed')).toMatchObject({
      severity: 'CRITICAL',
      summary: `akashic-records on knox-mac-mini accepts no connections on 100.91.193.23:5432: ${detail}. Check that it listens there, and read its log.`,
      expected: 'a port that accepts connections',
    });
  });

  it('is unknown where its port closes each connection at once', () => {
    const closed = seen(aHealthAnswer({ status: 0, format: 'tcp-closed', version: null, pid: null }));
    const situation = situationWith({ tcp: closed });
    expect(statusesIn(situation)).toEqual({ [akashic]: 'unknown' });
    expect(findingOf(situation, 'probe_failed').summary).toContain('closes it at once');
  });

  it('warns of open orders where it trades', () => {
    const situation = situationWith({ tcp: refused }, aTradingService({ repo: null, name: akashic }));
    expect(findingOf(situation, 'health_check_failed').summary).toContain('open orders');
  });
});

describe('a service with health.tcp beside its health_url', () => {
  it('is not saved by its port, and is no interface mismatch', () => {
    const failed = seen(aHealthAnswer({ status: 500, pid: null }));
    expect(typesIn(situationWith({ tailscale: failed, tcp: open }))).toEqual(['health_check_failed']);
  });

  it('fails by its port alone', () => {
    const situation = situationWith({ tailscale: good, tcp: refused });
    expect(typesIn(situation)).toEqual(['health_check_failed']);
    expect(findingOf(situation, 'health_check_failed').summary).toContain('accepts no connections on');
  });
});
