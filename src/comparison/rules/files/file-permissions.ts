import type { Service } from '../../../inventory/manifest.ts';
import { quotable } from '../../../text/observed-text.ts';
import type { Engine } from '../../../facts/container.ts';
import type { FileFact } from '../../../facts/files/file.ts';
import type { ServiceDeviation } from '../../rule.ts';
import { isSecretLike } from '../../../text/secret-names.ts';
import { filesFound, filesSeen, keyOf, pathText, runAdvice } from '../../readings/files/file-reading.ts';
import type { DeclaredFile, Place } from '../../readings/files/file-reading.ts';
import type { ServiceRule, Situation } from '../../rule.ts';
import { place } from '../../sentences.ts';

const READ_BY_OTHERS = 0o044;
const WRITTEN_BY_ALL = 0o002;
const STICKY = 0o1000;

/** Only the right users have access to files. Of the three types, the first that applies to a file is reported (DESIGN 6). */
export const filePermissions: ServiceRule = {
  name: 'file-permissions',
  types: ['secret_exposed', 'world_writable', 'wrong_mode'],
  when: 'full_audit',
  judgeService: (situation, service) => ({ deviations: judgeService(situation, service) }),
};

type Seen = {
  container: Place;
  engine: Engine | null;
  path: string;
  mode: string;
  owner: string;
  is_public: boolean;
  type: FileFact['type'];
};

function judgeService(situation: Situation, service: Service): ServiceDeviation[] {
  const declared = filesSeen(situation, service).map(({ file, container, engine, fact }) =>
    judgeFile(
      service,
      { ...fact, container, engine, path: file.path, owner: fact.owner ?? String(fact.uid) },
      file,
    ),
  );
  const found = filesFound(situation, service).map(({ file, container, engine }) =>
    judgeFile(service, { ...file, container, engine }, null),
  );
  return [...declared, ...found].filter((deviation) => deviation !== null);
}

function judgeFile(service: Service, seen: Seen, declared: DeclaredFile | null): ServiceDeviation | null {
  const bits = Number.parseInt(seen.mode, 8);
  // A mode in the manifest is somebody's decision: only secret: true overrides it.
  const allowed = Number.parseInt(declared?.mode ?? '0', 8);
  const exposed = declared?.secret
    ? bits & READ_BY_OTHERS
    : holdsSecret(seen) && bits & READ_BY_OTHERS & ~allowed;
  if (exposed) return secretExposed(service, seen, bits);
  if (isOpenable(seen, bits, declared) && bits & WRITTEN_BY_ALL & ~allowed)
    return worldWritable(service, seen);
  return declared?.mode === undefined ? null : wrongMode(service, seen, declared.mode.padStart(4, '0'));
}

/**
 * In a folder with the sticky bit, nobody can replace another user's files. A socket or pipe in the manifest is known; its
 * mode is checked only if the manifest gives one.
 */
function isOpenable({ type }: Seen, bits: number, declared: DeclaredFile | null): boolean {
  if (type === 'directory') return !(bits & STICKY);
  return type === 'regular' || (type !== 'other' && declared === null);
}

function holdsSecret(seen: Seen): boolean {
  return seen.type === 'regular' && !seen.is_public && isSecretLike(seen.path);
}

function secretExposed(service: Service, seen: Seen, bits: number): ServiceDeviation {
  const who = bits & 0o004 ? `every user ${thereOf(seen)}` : 'its group';
  const { owner } = evidenceOf(seen);
  return {
    ...base(seen),
    type: 'secret_exposed',
    summary: `${place(service)}: the secret file ${pathText(seen.path, seen.container)} (mode ${seen.mode}) can be read by ${who}, not only by ${owner}.${runAdvice('chmod go-rwx', seen.path, seen)}`,
    expected: `readable only by ${owner}`,
    actual: `mode ${seen.mode}`,
  };
}

const deeds = {
  regular: 'change',
  directory: 'add, replace and delete files in',
  socket: 'connect to the socket',
  fifo: 'write into the pipe',
  other: 'change',
} satisfies Record<Seen['type'], string>;

function worldWritable(service: Service, seen: Seen): ServiceDeviation {
  return {
    ...base(seen),
    type: 'world_writable',
    summary: `${place(service)}: every user ${thereOf(seen)} can ${deeds[seen.type]} ${pathText(seen.path, seen.container)} (mode ${seen.mode}, owner ${evidenceOf(seen).owner}).${runAdvice('chmod o-w', seen.path, seen)}`,
    expected: 'not writable by all',
    actual: `mode ${seen.mode}`,
  };
}

function wrongMode(service: Service, seen: Seen, expected: string): ServiceDeviation | null {
  if (seen.mode === expected) return null;
  return {
    ...base(seen),
    type: 'wrong_mode',
    summary: `${place(service)}: ${pathText(seen.path, seen.container)} has mode ${seen.mode}, the manifest says ${expected}.${runAdvice(`chmod ${expected}`, seen.path, seen)}`,
    expected: `mode ${expected}`,
    actual: `mode ${seen.mode}`,
  };
}

function base(seen: Seen) {
  return {
    property: keyOf(seen.path, seen.container),
    evidence: evidenceOf(seen),
    affects: { file: seen.path, container: seen.container },
  };
}

function thereOf({ container }: Seen): string {
  return container === null ? 'of the machine' : 'in it';
}

function evidenceOf({ path, container, mode, owner }: Seen) {
  return {
    path: pathText(path),
    ...(container === null ? {} : { container }),
    mode,
    owner: quotable(owner, 60),
  };
}
