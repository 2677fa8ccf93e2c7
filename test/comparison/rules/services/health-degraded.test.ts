import { describe, expect, it } from 'vitest';
import type { Service } from '../../../../src/inventory/manifest.ts';
import { aService, aSituation } from '../../../support/facts/observed.ts';
import { answering, findingOf, saying, statusesIn, typesIn } from '../../../support/comparison/scene.ts';
import { isRated } from '../../../support/findings/is-rated.ts';

const akashic = 'akashic-records';

describe('health_check_failed', () => {
  it.each<[tier: Service['risk_tier'], severity: string]>([
    ['LOW', 'LOW'],
    ['HIGH', 'HIGH'],
    ['CRITICAL', 'HIGH'],
  ])('is health_degraded instead where a service of tier %s warns, which is %s', (risk_tier, severity) => {
    const situation = aSituation({ services: [aService({ risk_tier })] });
    const warned = answering(situation, akashic, {
      said: [saying('ok'), saying('DOWN', 'components.db.status')],
    });
    expect(typesIn(warned)).toEqual(['health_degraded']);
    const found = findingOf(warned, 'health_degraded');
    expect(found.severity).toBe(severity);
    expect(found.summary).toContain('it says status: ok, but components.db.status: DOWN (on tailscale)');
    expect(statusesIn(warned)).toEqual({ [akashic]: 'drift' });
  });

  it('is not a word that nobody knows, which leaves the service unknown and says how to cure that', () => {
    const situation = answering(aSituation(), akashic, { said: [saying('purple')] });
    expect(statusesIn(situation)).toEqual({ [akashic]: 'unknown' });
    expect(findingOf(situation, 'probe_failed').summary).toContain(
      'it says status: purple, which is neither good nor bad: add it to health.good if it is good',
    );
    const known = aService({ health: { ...aService().health, good: ['purple'] } });
    const good = answering(aSituation({ services: [known] }), akashic, { said: [saying('purple')] });
    expect(statusesIn(good)).toEqual({ [akashic]: 'in_sync' });
  });

  it('is not a web page where the manifest says health.accept: page', () => {
    const health = { ...aService().health, accept: 'page' as const };
    const situation = aSituation({ services: [aService({ repo: null, health })] });
    expect(statusesIn(answering(situation, akashic, { format: 'page' }))).toEqual({ [akashic]: 'in_sync' });
    expect(typesIn(answering(situation, akashic, { format: 'page', status: 502 }))).toEqual([
      'health_check_failed',
    ]);
  });
});

isRated('health_degraded', ['HIGH', 'HIGH', 'LOW'], 'HIGH');
