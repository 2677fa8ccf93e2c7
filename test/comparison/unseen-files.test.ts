import { describe, expect, it } from 'vitest';
import { compare } from '../../src/comparison/compare.ts';
import { aService, aSituation } from '../observed.ts';
import { findingOf, statusesIn, typesIn } from './scene.ts';

describe('files inside a container', () => {
  it.each([
    ['a watched file', { files: [{ path: '/app/.env', in: 'container' as const, secret: false }] }],
    ['a searched folder', { scan: ['/app'], docker_service: 'akashic' }],
  ])('that nobody read leave the service unknown: %s', (_what, over) => {
    const situation = aSituation({ services: [aService(over)] });
    expect(statusesIn(situation)).toEqual({ 'akashic-records': 'unknown' });
    expect(typesIn(situation)).toEqual(['probe_failed']);
    expect(findingOf(situation, 'probe_failed').summary).toContain(
      'files inside containers are not read yet',
    );
    expect(compare(situation).gaps).toHaveLength(1);
  });

  it('that nobody asks for change nothing', () => {
    const situation = aSituation({ services: [aService({ docker_service: 'akashic' })] });
    expect(statusesIn(situation)).toEqual({ 'akashic-records': 'in_sync' });
  });
});
