import type { Situation } from '../../../src/comparison/rule.ts';
import type { Service } from '../../../src/inventory/manifest.ts';
import type { FileFact, Files, ScannedFile, Scans } from '../../../src/facts/files/file.ts';
import { seen } from '../../../src/facts/observation.ts';
import { aMachineObservation, aService, aSituation } from '../facts/observed.ts';
import { withMachine } from './scene.ts';

const path = '/etc/akashic/app.conf';

export function aFileFact(over: Partial<FileFact> = {}): FileFact {
  return {
    type: 'regular',
    mode: '0600',
    uid: 501,
    gid: 20,
    owner: 'knox',
    group: 'staff',
    is_public: false,
    sha256: null,
    ...over,
  };
}

export function aScannedFile(over: Partial<ScannedFile> = {}): ScannedFile {
  return {
    path: '/app/.env',
    type: 'regular',
    mode: '0644',
    owner: 'knox',
    group: 'staff',
    is_public: false,
    ...over,
  };
}

/** akashic-records with these files and folders of the machine watched, and what was seen of them. */
export function watching(
  service: Partial<Service>,
  { files, scans }: { files?: Files; scans?: Scans },
): Situation {
  const situation = aSituation({ services: [aService(service)] });
  const before = situation.observations.machines['knox-mac-mini'];
  const facts = {
    ...before?.facts,
    ...(files ? { files: seen(files) } : {}),
    ...(scans ? { scans: seen(scans) } : {}),
  };
  return withMachine(situation, aMachineObservation({ ...before, facts }));
}

/** One watched file of the machine, and what it is. */
export function oneFile(
  declared: Partial<Service['files'][number]>,
  fact: Partial<FileFact> | null,
): Situation {
  const file = { path, in: 'host' as const, secret: false, ...declared };
  return watching(
    { files: [file] },
    { files: { [file.path]: seen(fact === null ? null : aFileFact(fact)) } },
  );
}

/** One file that was found below /app. */
export function found(file: Partial<ScannedFile>): Situation {
  const scan = { files: [aScannedFile(file)], rest: null };
  return watching({ scan: ['/app'] }, { scans: { '/app': seen(scan) } });
}
