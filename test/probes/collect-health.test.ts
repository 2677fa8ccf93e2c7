import { describe, expect, it } from 'vitest';
import { localAnswers } from '../../src/probes/collect-health.ts';
import { seen, unseen } from '../../src/facts/observation.ts';
import type { MachineObservation } from '../../src/facts/observations.ts';
import { aHealthAnswer, aMachineObservation, anEndpoint, aService } from '../support/facts/observed.ts';

const url = 'http://127.0.0.1:8002/health';
const service = aService({
  endpoints: [
    anEndpoint({ interface: 'tailscale', from: 'bot' }),
    anEndpoint({ interface: 'localhost', url, from: 'machine' }),
    anEndpoint({ interface: 'lan', url, from: 'machine' }),
  ],
});

function observed(local_health: unknown): MachineObservation {
  return { ...aMachineObservation(), facts: { local_health } as MachineObservation['facts'] };
}

describe('what a machine says of its own endpoints', () => {
  it('is taken by service and interface, and only where the bot does not ask itself', () => {
    const answer = seen(aHealthAnswer());
    const refused = unseen('unreachable', 'refused', 'ECONNREFUSED');
    const facts = { 'akashic-records': { localhost: answer, lan: refused, tailscale: answer }, shiva: {} };
    expect(localAnswers(service, observed(seen(facts)))).toEqual({ localhost: answer, lan: refused });
  });

  it('is the reason itself when the machine could not be read', () => {
    const reason = unseen('timeout', 'local_health did not answer within 10 s');
    expect(localAnswers(service, observed(reason))).toEqual({ localhost: reason, lan: reason });
  });

  it.each([
    ['the machine was not asked', observed(undefined)],
    ['the machine is not there', undefined],
    ['the service is missing from the answer', observed(seen({}))],
  ])('is never left out, even if %s', (_, observation) => {
    const missing = { ok: false, reason: 'unsupported', detail: expect.stringContaining(url) };
    expect(localAnswers(service, observation)).toMatchObject({ localhost: missing, lan: missing });
  });
});
