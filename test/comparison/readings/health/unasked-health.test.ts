import { describe, expect, it } from 'vitest';
import { unseen } from '../../../../src/facts/observation.ts';
import { aSituation } from '../../../support/facts/observed.ts';
import { answering, findingOf, statusesIn, typesIn } from '../../../support/comparison/scene.ts';

const akashic = 'akashic-records';

describe('a health check that the bot itself could not make', () => {
  it.each<[code: string, cure: string]>([
    ['EAI_AGAIN', 'Check its name server and its network.'],
    ['EACCES', 'Check its name server and its network.'],
    ['ERR_CA', 'Put a file of PEM certificates there that Driftwatch may read'],
    ['ERR_INVALID_CHAR', 'Correct it in the manifest.'],
    ['EMFILE', 'Raise the limit of open files'],
  ])('by %s names its cure, and says nothing of the service', (code, cure) => {
    const situation = answering(aSituation(), akashic, unseen('unsupported', 'it did not work', code));
    expect(typesIn(situation)).toEqual(['probe_failed']);
    expect(findingOf(situation, 'probe_failed').summary).toContain(cure);
    expect(statusesIn(situation)).toEqual({ [akashic]: 'unknown' });
  });

  it.each(['EAI_AGAIN', 'ERR_CA', 'ERR_INVALID_CHAR', 'EMFILE', 'INTERNAL'])(
    'by %s of a site is about its workers, not about the bot',
    (code) => {
      const situation = answering(aSituation(), akashic, unseen('unsupported', 'it did not work', code));
      const machines = situation.machines.map((machine) => ({ ...machine, site: 'home' }));
      const { summary } = findingOf({ ...situation, machines }, 'probe_failed');
      expect(summary).toContain('The workers of site home could not check');
      expect(summary).not.toMatch(/\bbot\b/);
    },
  );
});
