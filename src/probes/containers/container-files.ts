import type { Inside, ContainerFiles } from '../../facts/files/file.ts';
import type { Service } from '../../inventory/manifest.ts';
import { BETWEEN, containerFilesScript, TOOLLESS, WITHOUT_ENGINE } from './container-files-script.ts';
import type { InsideRequest } from './container-files-script.ts';
import { readByTar } from './container-tar.ts';
import type { TarRequest } from './container-tar-script.ts';
import { engineProblem } from './engine-problem.ts';
import { asksForContent, files } from '../files/files.ts';
import { seen, unseen } from '../../facts/observation.ts';
import type { Observation } from '../../facts/observation.ts';
import type { MachineProbe, Section, Target } from '../probe.ts';
import { scans } from '../files/scans.ts';

/** The files and folders of the manifest that are inside containers. */
export const containerFiles: MachineProbe<ContainerFiles> = {
  name: 'container_files',
  wanted: (service, machine) =>
    machine.ssh &&
    service.docker_service !== null &&
    (service.scan.length > 0 || service.files.some((file) => file.in === 'container')),
  fragment: (target) => containerFilesScript(target.services.map((service) => requestOf(service, target))),
  parse: parseContainerFiles,
};

function requestOf(service: Service, target: Target): InsideRequest {
  const inside = insideTarget(service, target);
  return {
    container: service.docker_service ?? '',
    sudo: service.sudo,
    files: files.fragment(inside),
    scans: scans.fragment(inside),
    tar: tarRequests(service),
  };
}

/** Each path once, as the manifest writes it. */
function tarRequests(service: Service): TarRequest[] {
  const inside = service.files.filter((file) => file.in === 'container');
  const hashed = new Set(inside.filter(asksForContent).map(({ path }) => path));
  return [
    ...[...new Set(inside.map(({ path }) => path))].map((path) => {
      return { kind: 'file' as const, path, hash: hashed.has(path) };
    }),
    ...[...new Set(service.scan)].map((path) => ({ kind: 'folder' as const, path, hash: false })),
  ];
}

/** Inside a container its files look like a host's, and we are already root. */
function insideTarget(service: Service, { machine }: Target): Target {
  const inside = service.files.filter((file) => file.in === 'container');
  const host = inside.map((file) => ({ ...file, in: 'host' as const }));
  return { machine, services: [{ ...service, docker_service: null, sudo: false, files: host }] };
}

function parseContainerFiles(section: Section, target: Target): Observation<ContainerFiles> {
  if (section.output.trim() === WITHOUT_ENGINE)
    return unseen('unsupported', 'there is neither docker nor podman on the PATH of the SSH user');
  if (section.truncated) return unseen('malformed', 'the containers printed more than the limit');
  const lines = section.output.split('\n');
  return seen(
    Object.fromEntries(
      target.services.map((service, index) => {
        const own = lines.filter((line) => line.startsWith(`${index} `));
        const said = own.map((line) => line.slice(`${index} `.length));
        return [service.name, insideOf(service, target, said)];
      }),
    ),
  );
}

function insideOf(service: Service, target: Target, said: string[]): Observation<Inside[]> {
  const found: Inside[] = [];
  const failures: Observation<never>[] = [];
  // Each engine in turn.
  for (const part of partsOf(said, 'engine ')) {
    const engine = part[0] === 'engine podman' ? 'podman' : 'docker';
    const failed = part.filter((line) => line.startsWith('failed '));
    if (failed.length > 0)
      failures.push(
        engineProblem(
          engine,
          failed.map((line) => line.slice('failed '.length)),
        ),
      );
    else if (!part.includes('listed'))
      failures.push(unseen('malformed', `the machine did not list the containers of ${engine}`));
    for (const [line = '', ...rest] of partsOf(part, 'container ')) {
      const name = /^container (\S+)$/.exec(line)?.[1];
      if (name === undefined) continue;
      const printed = rest.map((other) => other.replace(/^in /, ''));
      const inside = readInside(service, target, { container: name, engine }, printed);
      if (!inside.ok) return inside;
      found.push(inside.value);
    }
  }
  if (found.length > 0) return seen(found);
  if (!said.some((line) => line.startsWith('engine ')))
    return unseen('malformed', 'the machine did not list its containers');
  return failures[0] ?? unseen('unsupported', `no container of the name ${service.docker_service} runs`);
}

/** The lines from each that begins so to the next. */
function partsOf(lines: readonly string[], word: string): string[][] {
  const parts: string[][] = [];
  for (const line of lines) {
    if (line.startsWith(word)) parts.push([line]);
    else parts.at(-1)?.push(line);
  }
  return parts;
}

function readInside(
  service: Service,
  target: Target,
  place: Pick<Inside, 'container' | 'engine'>,
  printed: string[],
): Observation<Inside> {
  const { container, engine } = place;
  const status = /^ended (\d{1,3})$/.exec(printed.findLast((line) => line.startsWith('ended ')) ?? '')?.[1];
  if (status === undefined) return unseen('malformed', `the output of ${container} was cut off`);
  const between = printed.indexOf(BETWEEN);
  if (status !== '0' || between === -1) {
    const toolless = status === String(TOOLLESS);
    const shell = printed.some((line) => /executable file not found|no such file or directory/i.test(line));
    const byTar = shell || toolless ? readByTar(printed, tarRequests(service), engine) : null;
    if (byTar) return byTar.ok ? seen({ ...place, ...byTar.value }) : byTar;
    if (shell || toolless)
      return unseen(
        'unsupported',
        `${container} has no ${toolless ? 'tools' : 'shell'} to read its files with`,
      );
    return engineProblem(
      engine,
      printed.filter((line) => !line.startsWith('ended ')),
    );
  }
  const as = insideTarget(service, target);
  const section = (lines: string[]) => ({ output: lines.join('\n'), status: 0, truncated: false });
  const [seenFiles, seenScans] = [
    files.parse(section(printed.slice(0, between)), as),
    scans.parse(section(printed.slice(between + 1)), as),
  ];
  if (!seenFiles.ok) return seenFiles;
  if (!seenScans.ok) return seenScans;
  return seen({ ...place, files: seenFiles.value, scans: seenScans.value });
}
