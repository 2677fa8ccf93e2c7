import type { Service } from '../../../inventory/manifest.ts';
import { quotable } from '../../../text/observed-text.ts';
import type { Engine } from '../../../facts/container.ts';
import type { Inside, Scan, ScannedFile, FileFact } from '../../../facts/files/file.ts';
import type { Observation } from '../../../facts/observation.ts';
import type { Situation } from '../../rule.ts';
import { commandLine } from '../../../text/quote.ts';

export type DeclaredFile = Service['files'][number];

/** Where a file is: in the named container, or null for the machine itself. */
export type Place = string | null;

/** A file of the manifest, and what was observed; `seen.value` is null if there is no such file. */
export type FileReading = {
  file: DeclaredFile;
  container: Place;
  engine: Engine | null;
  seen: Observation<FileFact | null>;
};

/** What was found below one folder. */
export type ScanReading = {
  folder: string;
  container: Place;
  engine: Engine | null;
  scan: Observation<Scan>;
};

const notRead = { ok: false, reason: 'malformed', detail: 'not read' } as const;

/** The files of a service, once per container. Places that could not be read are left out. */
export function fileReadings(situation: Situation, service: Service): FileReading[] {
  const fact = situation.observations.machines[service.machine]?.facts.files;
  const host = fact?.ok ? declaredIn(service, 'host') : [];
  const readings = host.map((file): FileReading => {
    return {
      file,
      container: null,
      engine: null,
      seen: (fact?.ok ? fact.value[file.path] : null) ?? notRead,
    };
  });
  const inside = insideOf(situation, service).flatMap(({ container, engine, files }) =>
    declaredIn(service, 'container').map((file) => ({
      file,
      container,
      engine,
      seen: files[file.path] ?? notRead,
    })),
  );
  return [...readings, ...inside];
}

/** The files that exist. */
export function filesSeen(situation: Situation, service: Service) {
  return fileReadings(situation, service).flatMap(({ file, container, engine, seen }) =>
    seen.ok && seen.value ? [{ file, container, engine, fact: seen.value }] : [],
  );
}

/** The folders of a service, once per container. Places that could not be read are left out. */
export function scanReadings(situation: Situation, service: Service): ScanReading[] {
  const fact = situation.observations.machines[service.machine]?.facts.scans;
  const host =
    fact?.ok && service.docker_service === null ? [{ container: null, engine: null, scans: fact.value }] : [];
  return [...host, ...insideOf(situation, service)].flatMap(({ container, engine, scans }) =>
    service.scan.map((folder) => ({ folder, container, engine, scan: scans[folder] ?? notRead })),
  );
}

/** The files found below the folders, each once, without those that the manifest describes. */
export function filesFound(
  situation: Situation,
  service: Service,
): { container: Place; engine: Engine | null; file: ScannedFile }[] {
  const found = scanReadings(situation, service).flatMap(({ container, engine, scan }) =>
    scan.ok ? scan.value.files.map((file) => ({ container, engine, file })) : [],
  );
  const byPlace = new Map(found.map((each) => [keyOf(each.file.path, each.container), each]));
  return [...byPlace.values()].filter(({ container, file }) => {
    const declared = declaredIn(service, container === null ? 'host' : 'container');
    return !declared.some(({ path }) => path === file.path);
  });
}

function insideOf(situation: Situation, service: Service): Inside[] {
  const fact = situation.observations.machines[service.machine]?.facts.container_files;
  const own = fact?.ok && service.docker_service !== null ? fact.value[service.name] : undefined;
  return own?.ok ? own.value : [];
}

/** One entry per path; two entries for the same path are merged. */
export function declaredIn(service: Service, place: DeclaredFile['in']): DeclaredFile[] {
  const byPath = new Map<string, DeclaredFile>();
  for (const file of service.files.filter((each) => each.in === place)) {
    const earlier = byPath.get(file.path);
    byPath.set(file.path, { ...earlier, ...file, secret: file.secret || (earlier?.secret ?? false) });
  }
  return [...byPath.values()];
}

/** Distinguishes a file from files with the same path elsewhere: a finding's `property`. */
export function keyOf(path: string, container: Place): string {
  return container === null ? path : `${container}:${path}`;
}

/** `/app/.env`, `/app/.env in the container shop-web-1`. */
export function pathText(path: string, container: Place = null): string {
  const shown = quotable(path, 300);
  return container === null ? shown : `${shown} in the container ${quotable(container)}`;
}

/** ` Run: chmod …` for a person to paste; empty for a path that cannot be shown exactly, for example if it is not UTF-8. */
export function runAdvice(
  command: string,
  path: string,
  { container, engine }: { container: Place; engine: Engine | null },
): string {
  if (quotable(path, 300) !== path || path.includes('\u{FFFD}')) return '';
  const word = commandLine([path]);
  if (container === null) return ` Run: ${command} ${word}`;
  if (!/^[\w.-]+$/.test(container)) return '';
  return ` Set that in its Dockerfile, since a new container starts from the image; until then run: ${engine ?? 'docker'} exec -u 0 ${container} ${command} ${word}`;
}
