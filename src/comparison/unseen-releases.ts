import type { Service } from '../inventory/manifest.ts';
import { quotable } from '../observed-text.ts';
import type { Observation, Reason } from '../probes/observation.ts';
import type { Release } from '../probes/release.ts';
import type { Deviation } from '../report/finding.ts';
import { keyOfRelease } from './release-of.ts';
import type { Situation } from './rule.ts';
import { addressText, listed } from './sentences.ts';

type Trouble = { repo: string; branch: string; reason: Reason; detail: string; services: string[] };

/** One finding a repository that could not be read; one for all of them where they share the cause (the API, the token). */
export function unseenReleases(situation: Situation): Deviation[] {
  const troubles = troublesOf(situation);
  const alike = Map.groupBy(
    troubles,
    ({ repo, reason, detail }) => `${reason} ${detail.replaceAll(repo, '')}`,
  );
  const shared = [...alike.values()]
    .filter((group) => new Set(group.map(({ repo }) => repo)).size > 1)
    .flat();
  const byReason = Map.groupBy(shared, ({ reason }) => reason);
  return [
    ...[...byReason].map(([reason, group]) => deviationOf(`repositories ${reason}`, group)),
    ...troubles
      .filter((trouble) => !shared.includes(trouble))
      .map((trouble) => deviationOf(`repository ${keyOfRelease(trouble.repo, trouble.branch)}`, [trouble])),
  ];
}

function troublesOf(situation: Situation): Trouble[] {
  const wanting = situation.services.filter(({ repo }) => repo !== null);
  const byRelease = Map.groupBy(wanting, (service) => keyOfRelease(service.repo ?? '', service.branch));
  return [...byRelease].flatMap(([key, services]) => {
    const observation = situation.observations.releases[key];
    const failure = observation ? failureOf(observation) : null;
    return failure ? [troubleOf(services, failure)] : [];
  });
}

function troubleOf(services: Service[], failure: { reason: Reason; detail: string }): Trouble {
  const { repo, branch } = services[0] ?? { repo: null, branch: '' };
  return { repo: repo ?? '', branch, ...failure, services: services.map(({ name }) => name) };
}

/** The repository itself, or one of the revisions that were looked up in it. */
function failureOf(release: Observation<Release>): { reason: Reason; detail: string } | null {
  if (!release.ok) return release;
  const { standings, named } = release.value;
  return [...Object.values(standings), ...Object.values(named)].find((each) => !each.ok) ?? null;
}

function deviationOf(property: string, troubles: Trouble[]): Deviation {
  const services = troubles.flatMap(({ services }) => services);
  const repositories = [...new Set(troubles.map(({ repo }) => addressText(repo)))];
  const detail = quotable(troubles[0]?.detail ?? '', 300);
  return {
    type: 'probe_failed',
    service: null,
    machine: null,
    property,
    summary: `${listed(repositories, 3)} could not be read: ${detail}${detail.endsWith('?') ? '' : '.'} Whether ${listed(services)} ${services.length === 1 ? 'is' : 'are'} behind is unknown.`,
    expected: null,
    actual: troubles[0]?.reason ?? null,
    evidence: {
      services,
      repositories,
      details: [...new Set(troubles.map(({ detail }) => quotable(detail)))].slice(0, 20),
    },
  };
}
