import { isSecretLike } from '../../text/secret-names.ts';
import { BY_TAR, MOST_ROWS } from './container-tar-script.ts';
import type { TarRequest } from './container-tar-script.ts';
import type { Engine } from '../../facts/container.ts';
import { engineProblem } from './engine-problem.ts';
import type { FileFact, Files, Scan, ScannedFile, Scans } from '../../facts/files/file.ts';
import { seen, unseen, unseenWith } from '../../facts/observation.ts';
import type { Observation } from '../../facts/observation.ts';
import { MOST_FILES } from '../files/scans-script.ts';
import { parseTarRow } from './tar-row.ts';
import type { TarDialect, TarRow } from './tar-row.ts';

const missing = /no such (?:container:path|file or directory)|could not find the file|not a directory/i;
const pem = /\.(?:pem|key)$/;

/** Parses the engine's tar streams of a container without a shell or tools; null if `printed` has none. */
export function readByTar(
  printed: string[],
  requests: TarRequest[],
  engine: Engine,
): Observation<{ files: Files; scans: Scans }> | null {
  const start = printed.findIndex((line) => line.startsWith(`${BY_TAR} `));
  const [, dialect] = /^== tar (gnu|bsd|plain|none)$/.exec(printed[start] ?? '') ?? [];
  if (dialect === undefined) return null;
  if (dialect !== 'gnu' && dialect !== 'bsd' && dialect !== 'plain')
    return unseen(
      'unsupported',
      'the container has no shell and the machine has no tar, so its files cannot be read',
    );
  const lines = printed.slice(start + 1);
  const files: Files = {};
  const scans: Scans = {};
  for (const [index, request] of requests.entries()) {
    const own = lines.flatMap((line) =>
      line.startsWith(`${index} `) ? [line.slice(`${index} `.length)] : [],
    );
    if (request.kind === 'file') files[request.path] = fileOf(own, dialect, request.hash, engine);
    else scans[request.path] = scanOf(own, dialect, request.path, engine);
  }
  return seen({ files, scans });
}

function fileOf(
  own: string[],
  dialect: TarDialect,
  hash: boolean,
  engine: Engine,
): Observation<FileFact | null> {
  const [shown] = after(own, 'row ');
  if (shown === undefined) return problemOf(own, engine) ?? seen(null);
  // The name in the archive does not matter: it may be a link's target.
  const row = parseTarRow(shown, dialect);
  if (!row) return unseen('malformed', "tar's output about it cannot be read");
  const ids = dialect === 'plain' ? idsOf(own) : [Number(row.owner), Number(row.group)];
  const [uid, gid] = ids ?? [];
  if (uid === undefined || gid === undefined)
    return unseen('unsupported', 'this tar does not print numeric owners and groups');
  const { mode, type } = row;
  const sha256 = hash && type === 'regular' ? digestOf(own) : null;
  return seen({ mode, type, uid, gid, owner: null, group: null, is_public: own.includes('open'), sha256 });
}

/** Matches the header itself (POSIX pax, ustar): uid, gid, size, mtime, checksum, and the type of a regular file's header. */
function idsOf(own: string[]): number[] | null {
  const [, uid, gid] = /^([0-7]{7}) ([0-7]{7}) .{32}[0-7]$/.exec(after(own, 'ids ')[0] ?? '') ?? [];
  if (uid === undefined || gid === undefined) return null;
  return [Number.parseInt(uid, 8), Number.parseInt(gid, 8)];
}

function digestOf(own: string[]): Observation<string> {
  if (own.includes('broken')) return unseen('unsupported', 'its content could not be read completely');
  const digest = /^([0-9a-f]{64})(?:\s|$)/i.exec(after(own, 'sha ')[0] ?? '')?.[1];
  return digest === undefined
    ? unseen('malformed', 'the machine gave no digest of its content')
    : seen(digest.toLowerCase());
}

function scanOf(own: string[], dialect: TarDialect, folder: string, engine: Engine): Observation<Scan> {
  const shown = after(own, 'row ');
  if (engine === 'podman' && /^\/+$/.test(folder))
    return unseenWith(
      'unsupported',
      'podman cannot list a whole container without a shell',
      'name folders in it',
    );
  // Then the last row may be incomplete.
  if (!own.some((line) => /^tar \d+$/.test(line))) return unseen('malformed', 'the listing was cut off');
  const files = new Map<string, ScannedFile>();
  const doubts: string[] = [];
  for (const text of shown.slice(0, MOST_ROWS)) {
    const row = parseTarRow(text, dialect);
    if (!row) doubts.push('the name of a file in it is not printed exactly');
    else if (row.type !== 'other') takeFile({ ...row, type: row.type }, folder, files, doubts);
  }
  if (shown.length > MOST_ROWS || files.size > MOST_FILES)
    doubts.push(`more than ${MOST_FILES} files to check; the rest was skipped`);
  const [doubt] = doubts;
  const rest =
    restOf(own, shown.length, engine) ?? (doubt === undefined ? null : unseen('unsupported', doubt));
  if (rest && files.size === 0) return rest;
  return seen({ files: [...files.values()].slice(0, MOST_FILES), rest });
}

function takeFile(
  row: TarRow & Pick<ScannedFile, 'type'>,
  folder: string,
  files: Map<string, ScannedFile>,
  doubts: string[],
): void {
  const bits = Number.parseInt(row.mode, 8);
  const open = (bits & 0o002) !== 0;
  // Member names start at the folder, which appears by its last name or as a dot.
  const below = row.path.slice(row.path.indexOf('/') + 1).replace(/\/$/, '');
  const top = folder.replace(/\/+$/, '');
  const path = below === '' ? top || '/' : `${top}/${below}`;
  if (!row.path.includes('/') || below.split('/').includes('..')) {
    doubts.push('the name of a file in it is not printed exactly');
    return;
  }
  if (!open && !(row.type === 'regular' && isSecretLike(path) && bits & 0o044)) return;
  // It was not checked whether it is a certificate, which everybody may read.
  if (!open && pem.test(path)) {
    doubts.push(
      `${path} may be a certificate or a key: in a container without a shell or find, only the listing is read`,
    );
    return;
  }
  const { type, mode, owner, group } = row;
  files.set(path, { path, type, mode, owner, group, is_public: pem.test(path) });
}

function restOf(own: string[], count: number, engine: Engine): Observation<never> | null {
  if (own.includes('capped'))
    return unseen(
      'unsupported',
      'it is larger than what is read from a container without a shell or find; the rest was not seen',
    );
  if (count > MOST_ROWS) return null;
  if (after(own, 'copy ').length > 0)
    return problemOf(own, engine) ?? unseen('unsupported', 'there is no such folder');
  if (!own.includes('tar 0'))
    return unseen(
      'unsupported',
      'tar could not list it completely: a name contains a line break, or the stream was cut off',
    );
  return null;
}

/** Null if there is no such path. */
function problemOf(own: string[], engine: Engine): Observation<never> | null {
  const said = after(own, 'said ');
  if (said.some((line) => missing.test(line))) return null;
  return engineProblem(
    engine,
    said.filter((line) => !/^(?:\w+: )*tar: /.test(line)),
  );
}

function after(own: string[], key: string): string[] {
  return own.flatMap((line) => (line.startsWith(key) ? [line.slice(key.length)] : []));
}
