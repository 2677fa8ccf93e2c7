import { describe, expect, it } from 'vitest';
import { compare } from '../../../support/comparison/compare.ts';
import { seen, unseen } from '../../../../src/facts/observation.ts';
import type { Listener } from '../../../../src/facts/listener.ts';
import type { Observation } from '../../../../src/facts/observation.ts';
import type { Situation } from '../../../../src/comparison/rule.ts';
import { anEndpoint } from '../../../support/facts/observed.ts';
import { session, site } from '../../../support/comparison/site-scene.ts';
import type { Row } from '../../../support/comparison/site-scene.ts';

const listening: Listener[] = [{ address: '*', port: 8002, pid: 11, process: 'node' }];

/** What /dupes says of a service whose name finds nothing. */
function dupes(rows: Row[], listeners: Observation<Listener[]>) {
  const asked = site(rows, { endpoints: [anEndpoint()] });
  const observations = { ...asked.observations, health: {} };
  const situation: Situation = { ...asked, observations, only: 'processes' };
  const [machine] = Object.values(situation.observations.machines);
  if (machine) {
    machine.facts.listeners = listeners;
    machine.asked_by.listeners = ['site'];
  }
  const { findings, gaps, services } = compare(situation);
  return { types: findings.map(({ type }) => type), gaps: gaps.map(({ fact }) => fact), services, findings };
}

const one: Row = [11, 1, 'node server.js', session, '/srv/app'];

describe('copies of a service whose name finds no process', () => {
  it('are counted from the one that its port names', () => {
    expect(dupes([one], seen(listening))).toMatchObject({
      types: [],
      gaps: [],
      services: [{ instances: 1 }],
    });
  });

  it('are told with both pids', () => {
    const { findings } = dupes([one, [12, 1, 'node server.js', session, '/srv/app']], seen(listening));
    const trees = [
      { pid: 11, extra: false },
      { pid: 12, extra: true },
    ];
    expect(findings).toMatchObject([{ type: 'duplicate_process', evidence: { trees } }]);
  });

  it.each<[what: string, listeners: Observation<Listener[]>]>([
    ['nobody listens there', seen([])],
    ['whose port it is one may not know', seen([{ address: '*', port: 8002, pid: null, process: null }])],
  ])('cannot be counted where %s', (_, listeners) => {
    expect(dupes([one], listeners)).toMatchObject({
      types: ['probe_failed'],
      services: [{ status: 'unknown' }],
    });
  });

  it('are unknown where the listeners were not seen, unless its name finds it', () => {
    const lost = unseen('timeout', 'late');
    expect(dupes([one], lost)).toMatchObject({ services: [{ status: 'unknown' }] });
    const named = dupes([[11, 1, 'node /srv/site/server.js', session]], lost);
    expect(named).toMatchObject({ types: [], gaps: [], services: [{ status: 'in_sync' }] });
  });
});
