import { describe, expect, it } from 'vitest';
import type { MachineObservation } from '../../src/facts/observations.ts';
import { seeThroughSite } from '../../src/probes/see-through-site.ts';
import type { SiteSeen } from '../../src/probes/site-client.ts';
import { aHealthAnswer, aMachine, aService } from '../support/facts/observed.ts';
import { aPlan, limits } from '../support/probes/run-scene.ts';

const box = aMachine({ name: 'box', site: 'home' });
const endpoints = [{ interface: 'lan', url: 'http://192.168.1.7/health', from: 'bot' as const }];
const web = aService({ name: 'web', machine: 'box', endpoints, repo: null, process: 'node' });
const mail = aService({ name: 'mail', machine: 'desk', endpoints, repo: null, process: 'node' });
const plan = aPlan({ machines: [box, aMachine({ name: 'desk' })], services: [web, mail] });

const table = { ok: true as const, value: { processes: [], own: [] } };
const answered = { ok: true as const, value: aHealthAnswer() };
const whole: MachineObservation = {
  machine: 'box',
  connection: { status: 'connected' },
  duration_ms: 1,
  facts: { processes: table },
  asked_by: {},
};

type Seen = Extract<SiteSeen, { seen: unknown }>['seen'];

/** What the bot takes from what a worker of site home tells. */
async function taken(over: Partial<Seen>) {
  const seen = { observation: whole, health: { web: { lan: answered } }, release: '0.1.0', ...over };
  const there = await seeThroughSite(plan, box, { read: async () => ({ seen }) }, limits);
  if (there === null) throw new Error('nothing was asked');
  return there;
}

const unsaid = { ok: false, reason: 'unsupported', detail: 'the worker of site home (0.1.0) did not say' };

describe('what a worker tells of a machine', () => {
  it('is taken as the machine itself would be seen', async () => {
    const { observation, health } = await taken({});
    expect(observation).toMatchObject({
      machine: 'box',
      connection: { status: 'connected' },
      facts: { processes: table },
    });
    expect(health).toEqual({ web: { lan: answered } });
  });

  it('is not seen where it lacks a fact or an endpoint that was asked for', async () => {
    const { observation, health } = await taken({ observation: { ...whole, facts: {} }, health: {} });
    expect(observation.facts.processes).toMatchObject(unsaid);
    expect(health).toEqual({ web: { lan: expect.objectContaining(unsaid) } });
  });

  it('is dropped where nobody asked for it: other facts, services and endpoints', async () => {
    const { observation, health } = await taken({
      observation: { ...whole, facts: { processes: table, listeners: { ok: true, value: [] } } },
      health: { web: { lan: answered, wan: answered }, mail: { lan: answered }, constructor: {} },
    });
    expect(Object.keys(observation.facts)).toEqual(['processes']);
    expect(health).toEqual({ web: { lan: answered } });
  });

  it('counts for the machine that was asked, and for the services that asked', async () => {
    const other = { ...whole, machine: 'desk', asked_by: { processes: ['mail'] } };
    const { observation } = await taken({ observation: other });
    expect(observation).toMatchObject({ machine: 'box', asked_by: { processes: ['web'] } });
  });

  it('is of no use where it does not say how the machine was reached', async () => {
    const { observation } = await taken({ observation: { ...whole, connection: { status: 'not_probed' } } });
    expect(observation.connection).toMatchObject({ status: 'failed', site: 'home' });
    expect(observation.facts.processes).toMatchObject({ ok: false });
  });

  it('is that machine alone where the worker could not reach it', async () => {
    const failed = { status: 'failed', reason: 'timeout', detail: 'no route', host_key: null } as const;
    const { observation, health } = await taken({ observation: { ...whole, connection: failed } });
    expect(observation.connection).toEqual(failed);
    expect(observation.facts.processes).toMatchObject({ ok: false });
    expect(health).toEqual({ web: { lan: answered } });
  });
});
