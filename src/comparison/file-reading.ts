import type { Service } from '../inventory/manifest.ts';
import { quotable } from '../observed-text.ts';
import type { FileFact } from '../probes/files.ts';
import type { Observation } from '../probes/observation.ts';
import type { ScannedFile } from '../probes/scans.ts';
import type { Situation } from './rule.ts';

export type DeclaredFile = Service['files'][number];

/** A file of the manifest, with what it was seen to be; `seen.value` is null where there is no such file. */
export type FileReading = { file: DeclaredFile; seen: Observation<FileFact | null> };

/** The files of a service on the machine itself. Without those of a machine whose files nobody could read. */
export function fileReadings(situation: Situation, service: Service): FileReading[] {
  const fact = situation.observations.machines[service.machine]?.facts.files;
  if (!fact?.ok) return [];
  return hostFiles(service).map((file) => ({
    file,
    seen: fact.value[file.path] ?? { ok: false, reason: 'malformed', detail: 'not read' },
  }));
}

/** Those that are there. */
export function filesSeen(situation: Situation, service: Service): { file: DeclaredFile; fact: FileFact }[] {
  return fileReadings(situation, service).flatMap(({ file, seen }) =>
    seen.ok && seen.value ? [{ file, fact: seen.value }] : [],
  );
}

/** What was found below the folders of a service, each file once, and none that the manifest itself describes. */
export function filesFound(situation: Situation, service: Service): ScannedFile[] {
  const fact = situation.observations.machines[service.machine]?.facts.scans;
  if (!fact?.ok || service.docker_service !== null) return [];
  const declared = new Set(hostFiles(service).map(({ path }) => path));
  const found = service.scan.flatMap((folder) => {
    const scan = fact.value[folder];
    return scan?.ok ? scan.value.files : [];
  });
  const byPath = new Map(found.map((file) => [file.path, file]));
  return [...byPath.values()].filter(({ path }) => !declared.has(path));
}

/** One entry a path: a path that is named twice is described by both entries together. */
export function hostFiles(service: Service): DeclaredFile[] {
  const byPath = new Map<string, DeclaredFile>();
  for (const file of service.files.filter((each) => each.in === 'host')) {
    const earlier = byPath.get(file.path);
    byPath.set(file.path, { ...earlier, ...file, secret: file.secret || (earlier?.secret ?? false) });
  }
  return [...byPath.values()];
}

export function pathText(path: string): string {
  return quotable(path, 300);
}

/** ` Run: chmod …` for a person to paste; empty for a path that cannot be shown as it is. */
export function runAdvice(command: string, path: string): string {
  if (quotable(path, 300) !== path) return '';
  const word = /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
  return ` Run: ${command} ${word}`;
}
