import type { Machine, Service } from './manifest.ts';
import type { ManifestFile } from './manifest-file.ts';
import { loweredForTrading } from './kind.ts';
import type { MergedEntry } from './merge.ts';
import { didYouMean } from './text/nearest.ts';
import { quoted } from './text/problem.ts';
import type { Problem } from './text/problem.ts';

/** Names must be unique: reports list services by name. */
export function duplicateNames(file: ManifestFile): Problem[] {
  const first = new Map<string, number>();
  return file.services.flatMap(({ name }, index) => {
    const earlier = first.get(name);
    if (earlier === undefined) first.set(name, index);
    return earlier === undefined
      ? []
      : [
          {
            path: ['services', index, 'name'],
            text: `${quoted(name)} is the name of services[${earlier}] already`,
          },
        ];
  });
}

/** Unknown services in depends_on, and circles. */
export function brokenDependencies(drafts: MergedEntry[]): Problem[] {
  const byName = new Map(drafts.map((draft) => [draft.name, draft]));
  const problems: Problem[] = [];
  for (const draft of drafts) {
    for (const name of draft.depends_on ?? []) {
      if (byName.has(name)) continue;
      const others = [...byName.keys()].filter((other) => other !== draft.name);
      const cure = didYouMean(name, others) || ': name a service of this manifest';
      problems.push({ path: draft.at('depends_on'), text: `there is no service ${quoted(name)}${cure}` });
    }
  }
  const circle = circleIn(byName);
  const start = circle && byName.get(circle[0] ?? '');
  if (start)
    problems.push({
      path: start.at('depends_on'),
      text: `goes in a circle: ${circle.map(quoted).join(' -> ')}`,
    });
  return problems;
}

/** The first circle, with its first name again at the end. Without recursion: a chain may be as long as the manifest. */
function circleIn(byName: Map<string, MergedEntry>): string[] | null {
  const done = new Set<string>();
  for (const start of byName.keys()) {
    const way: { name: string; left: string[] }[] = [];
    enter(start);
    for (let here = way.at(-1); here; here = way.at(-1)) {
      const next = here.left.shift();
      if (next === undefined) {
        done.add(here.name);
        way.pop();
        continue;
      }
      const met = way.findIndex((step) => step.name === next);
      if (met !== -1) return [...way.slice(met).map((step) => step.name), next];
      enter(next);
    }

    function enter(name: string): void {
      if (!done.has(name)) way.push({ name, left: [...(byName.get(name)?.depends_on ?? [])] });
    }
  }
  return null;
}

/** Fields of a service that need SSH on a machine without it. */
export function needsSsh(draft: MergedEntry, service: Service, machine: Machine): Problem[] {
  if (machine.ssh) return [];
  const asked = [
    ...(draft.launchd_label ? ['launchd_label'] : []),
    ...(draft.docker_service ? ['docker_service'] : []),
    ...(draft.systemd_unit ? ['systemd_unit'] : []),
    ...(draft.process ? ['process'] : []),
    ...(service.instances === null ? [] : ['instances']),
    ...(draft.lockfile ? ['lockfile'] : []),
    ...(draft.checkout ? ['checkout'] : []),
    ...(service.files.length > 0 ? ['files'] : []),
    ...(service.scan.length > 0 ? ['scan'] : []),
    ...(draft.sudo ? ['sudo'] : []),
    ...service.endpoints
      .filter((endpoint) => endpoint.from === 'machine')
      .map((endpoint) => `the endpoint ${quoted(endpoint.url)}`),
  ];
  if (asked.length === 0) return [];
  return [
    {
      path: draft.at('machine'),
      text:
        `${quoted(machine.name)} has ssh: false, but ${quoted(service.name)} asks for ` +
        `${asked.join(', ')}: remove that, or allow ssh`,
    },
  ];
}

/** Files with repo_path, for a service without a repository. */
export function needsRepository(draft: MergedEntry, service: Service): Problem[] {
  if (service.repo !== null) return [];
  const paths =
    service.repo_paths.length === 0
      ? []
      : [
          {
            path: draft.at('repo_paths'),
            text: `${quoted(service.name)} has no repo that they could be in: give it one`,
          },
        ];
  return [...paths, ...filesOfRepository(draft, service)];
}

function filesOfRepository(draft: MergedEntry, service: Service): Problem[] {
  return service.files.flatMap(({ repo_path }, index) =>
    repo_path === undefined
      ? []
      : [
          {
            path: [...draft.at('files'), index, 'repo_path'],
            text:
              `${quoted(service.name)} has no repo to read ${quoted(repo_path)} from: give it one, ` +
              'or a sha256 instead',
          },
        ],
  );
}

/** A severity that a trading service itself lowers. An inherited one is ignored instead (resolve.ts). */
export function loweredSeverities(draft: MergedEntry, service: Service): Problem[] {
  if (service.kind !== 'trading') return [];
  return loweredForTrading(draft.own_severity).map((type) => ({
    path: [...draft.at('severity'), type],
    text:
      `${quoted(draft.own_severity[type] ?? '')} would lower a finding of ` +
      `${quoted(service.name)}, which is a trading service: remove it`,
  }));
}

/** A trading bot is always watched. A default of false applies only to other services. */
export function unwatchedTrading(draft: MergedEntry, service: Service): Problem[] {
  if (service.kind !== 'trading' || draft.watch !== false || draft.isDefault('watch')) return [];
  return [
    {
      path: draft.at('watch'),
      text:
        `false would leave ${quoted(service.name)} unwatched, which is a trading service: ` +
        'a second copy must be noticed within minutes. Remove it',
    },
  ];
}
