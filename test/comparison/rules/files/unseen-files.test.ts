import { describe, expect, it } from 'vitest';
import { compare } from '../../../support/comparison/compare.ts';
import { seen, unseen } from '../../../../src/facts/observation.ts';
import { aMachineObservation, aService, aSituation } from '../../../support/facts/observed.ts';
import { aScannedFile, watching } from '../../../support/comparison/file-scene.ts';
import { findingOf, statusesIn, typesIn, withMachine } from '../../../support/comparison/scene.ts';

describe('files inside a container', () => {
  it.each([
    [
      'a watched file',
      { files: [{ path: '/app/.env', in: 'container' as const, secret: false }] },
      'the manifest gives it no docker_service',
    ],
    ['a searched folder', { scan: ['/app'], docker_service: 'akashic' }, 'files in its container (not read)'],
  ])('that nobody read leave the service unknown: %s', (_what, over, detail) => {
    const situation = aSituation({ services: [aService(over)] });
    expect(statusesIn(situation)).toEqual({ 'akashic-records': 'unknown' });
    expect(typesIn(situation)).toEqual(['probe_failed']);
    expect(findingOf(situation, 'probe_failed').summary).toContain(detail);
    expect(compare(situation).gaps).toHaveLength(1);
  });

  it('that nobody asks for change nothing', () => {
    const situation = aSituation({ services: [aService({ docker_service: 'akashic' })] });
    expect(statusesIn(situation)).toEqual({ 'akashic-records': 'in_sync' });
  });
});

describe('a file or folder that was not seen', () => {
  const file = (path: string) => ({ path, in: 'host' as const, secret: false });
  const closed = unseen('denied', 'the SSH user may not read it: grant that to it');

  it('leaves the service unknown, with the reason and what to grant', () => {
    const files = [file('/etc/shut/.env')];
    const situation = watching({ files }, { files: { '/etc/shut/.env': closed } });
    expect(statusesIn(situation)).toEqual({ 'akashic-records': 'unknown' });
    expect(findingOf(situation, 'probe_failed').summary).toBe(
      'akashic-records on knox-mac-mini is unknown: file /etc/shut/.env (the SSH user may not read it: grant that to it) could not be seen.',
    );
  });

  it.each([
    ['as a whole', closed],
    ['in part', seen({ files: [], rest: closed })],
  ])('leaves the service unknown where a folder was closed %s', (_what, scan) => {
    const situation = watching({ scan: ['/app'] }, { scans: { '/app': scan } });
    expect(statusesIn(situation)).toEqual({ 'akashic-records': 'unknown' });
    expect(compare(situation).gaps).toMatchObject([{ fact: 'scan of /app' }]);
  });

  it('hides nothing that was seen beside it', () => {
    const scan = seen({ files: [aScannedFile()], rest: closed });
    const situation = watching({ scan: ['/app'] }, { scans: { '/app': scan } });
    expect(typesIn(situation)).toEqual(['secret_exposed', 'probe_failed']);
    expect(statusesIn(situation)).toEqual({ 'akashic-records': 'drift' });
    expect(compare(situation).services).toMatchObject([{ unseen: ['scan of /app'] }]);
  });

  it('that the machine was never asked for is unknown too', () => {
    const situation = watching({ scan: ['/app'], files: [file('/x')] }, {});
    expect(statusesIn(situation)).toEqual({ 'akashic-records': 'unknown' });
    expect(compare(situation).gaps.map(({ fact }) => fact)).toEqual([
      'files of knox-mac-mini',
      'scans of knox-mac-mini',
    ]);
  });

  it('with its whole section is one finding of the machine', () => {
    const service = aService({ scan: ['/app'] });
    const scans = unseen('timeout', 'scans did not answer within 10 s');
    const base = aSituation({ services: [service] });
    const before = base.observations.machines['knox-mac-mini'];
    const asked_by = { ...before?.asked_by, scans: [service.name] };
    const situation = withMachine(
      base,
      aMachineObservation({ ...before, facts: { ...before?.facts, scans }, asked_by }),
    );
    expect(typesIn(situation)).toEqual(['probe_failed']);
    expect(findingOf(situation, 'probe_failed')).toMatchObject({ evidence: { fact: 'scans' } });
    expect(statusesIn(situation)).toEqual({ 'akashic-records': 'unknown' });
  });
});
