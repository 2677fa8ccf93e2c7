import { UserError } from '../text/user-error.ts';
import type { Manifest, Service } from './manifest.ts';
import { didYouMean } from './text/nearest.ts';
import { quoted } from './text/problem.ts';

/**
 * The services of an audit. `service` is a name of the manifest, or the repository of one or more
 * services: `owner/repo` or its GitHub address, in any case. Null: all.
 * @throws UserError for an unknown name, with the nearest known ones
 */
export function scopeOf(
  manifest: Manifest,
  scope: { service: string | null; machine: string | null },
): Service[] {
  const { service, machine } = scope;
  if (machine !== null) requireMachine(manifest, machine);
  const asked = service === null ? manifest.services : servicesCalled(manifest, service);
  if (machine === null) return asked;
  const there = asked.filter((candidate) => candidate.machine === machine);
  if (there.length > 0 || service === null) return there;
  const elsewhere = [...new Set(asked.map((candidate) => candidate.machine))].join(' and ');
  throw new UserError(`${quoted(service)} runs on ${elsewhere}, not on ${quoted(machine)}`);
}

/** The services that run a branch of a GitHub repository, `owner/repo`. */
export function servicesOfBranch(manifest: Manifest, repo: string, branch: string): Service[] {
  return manifest.services.filter(
    (service) => service.branch === branch && isGitHubRepository(service.repo, repo),
  );
}

function requireMachine(manifest: Manifest, name: string): void {
  const names = manifest.machines.map((machine) => machine.name);
  if (!names.includes(name)) throw new UserError(`no machine ${quoted(name)}${hint(name, names)}`);
}

function servicesCalled(manifest: Manifest, asked: string): Service[] {
  const named = manifest.services.filter((service) => service.name === asked);
  if (named.length > 0) return named;
  const repo = gitHubPath(asked);
  const ofRepo = manifest.services.filter(
    (service) => repo !== null && isGitHubRepository(service.repo, repo),
  );
  if (ofRepo.length > 0) return ofRepo;
  const names = manifest.services.map((service) => service.name);
  if (!asked.includes('/')) throw new UserError(`no service ${quoted(asked)}${hint(asked, names)}`);
  // normalised, since an address may contain a token
  const repos = manifest.services.flatMap((service) => gitHubPath(service.repo ?? '') ?? []);
  throw new UserError(
    `no service of the repository ${quoted(asked)}${hint(repo ?? asked, [...repos, ...names])}`,
  );
}

function hint(name: string, names: string[]): string {
  const meant = didYouMean(name, names);
  if (meant !== '') return meant;
  const [first = '', ...rest] = [...new Set(names)];
  const listed = [first, ...rest.slice(0, 4)].join(', ');
  return `; the manifest has ${listed}${rest.length > 4 ? ` and ${rest.length - 4} more` : ''}`;
}

function isGitHubRepository(written: string | null, path: string): boolean {
  return gitHubPath(written ?? '')?.toLowerCase() === path.toLowerCase();
}

/** `owner/repo` of any way to write a GitHub repository; null if it is none. */
function gitHubPath(repo: string): string | null {
  const path = repo
    .trim()
    .replace(/^(?:(?:https?|ssh|git):\/\/)?(?:[^@/\s]*@)?(?:www\.)?github\.com(?::\d+(?=\/))?[/:]+/i, '')
    .replace(/\/+$/, '')
    .replace(/\.git$/i, '');
  return /^[A-Za-z0-9][A-Za-z0-9-]*\/[\w.-]+$/.test(path) ? path : null;
}
