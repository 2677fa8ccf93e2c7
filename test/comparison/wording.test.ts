import { describe, expect, it } from 'vitest';
import { compare } from '../support/comparison/compare.ts';
import { aService, aSituation, aTradingService } from '../support/facts/observed.ts';
import { answering, findingOf } from '../support/comparison/scene.ts';

describe('what a finding tells people to do', () => {
  it('is what the rule found out, where it found out more than the catalogue knows', () => {
    const situation = answering(aSituation({ services: [aService()] }), 'akashic-records', { status: 404 });
    expect(findingOf(situation, 'health_check_failed')).toMatchObject({
      title: 'akashic-records fails its health check',
      advice: 'It is up, but has no page at that address: check health_url.',
    });
  });

  it('is never to stop or restart what trades', () => {
    const service = aTradingService();
    const situation = answering(aSituation({ services: [service] }), service.name, { status: 500 });
    const { findings } = compare(situation);
    expect(findings.length).toBeGreaterThan(0);
    for (const { advice } of findings) expect(advice).not.toMatch(/\b(?:re)?start it\b|\bstop\b/i);
  });
});
