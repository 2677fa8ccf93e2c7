import { lineage, parentsOf } from '../../facts/process-tree.ts';
import type { Listener } from '../../facts/listener.ts';
import { quotable } from '../../text/observed-text.ts';
import type { Candidate, Found, Service } from './candidate.ts';
import { checkoutAround } from '../../probes/workloads/checkouts.ts';
import { fromProcesses } from './from-processes.ts';
import { fromContainers } from './from-containers.ts';
import { fromJobs } from './from-jobs.ts';
import type { FoundHealth } from '../../facts/workloads/found-health.ts';
import type { FoundJob } from '../../facts/workloads/workloads.ts';
import { unreadUnits, withoutSupervisors } from './supervisors.ts';
import { leftListeners } from './left-listeners.ts';
import { lasting, parseLocations } from '../../facts/workloads/process-locations.ts';
import type { ProcessLocations } from '../../facts/workloads/process-locations.ts';
import { noHealthReason } from './no-health-reason.ts';
import type { Survey } from '../survey/survey.ts';
import { isLoopback } from '../../text/host.ts';

const ANYWHERE = ['*', '0.0.0.0', '::'];

/** Decides what should run on a machine, from the survey. Pure. */
export function findServices(survey: Survey): Found {
  const table = survey.processes.ok ? survey.processes.value : { processes: [], own: [] };
  const listeners = survey.listeners.ok ? survey.listeners.value : [];
  const locations = survey.locations.ok ? survey.locations.value : parseLocations('');
  const parents = parentsOf(table.processes);
  const checkouts = checkoutsOf(survey);
  const containers = fromContainers(survey.containers.ok ? survey.containers.value.containers : []);
  const jobs = fromJobs(survey.jobs.ok ? survey.jobs.value : [], containers.candidates);
  const units = withoutSupervisors(jobs.candidates, table, locations);
  const managed = [...containers.candidates, ...units.candidates, ...unreadUnits(survey, table, locations)];
  const byHand = fromProcesses({
    table,
    locations,
    listening: new Set(listeners.flatMap(({ pid }) => pid ?? [])),
    checkouts,
    taken: new Set([...managed.flatMap(({ roots }) => roots), ...unitPids(survey, managed)]),
    supervisors: survey.jobs.ok ? vendorsOf(survey.jobs.value) : null,
  });
  const candidates = [...managed, ...byHand.candidates];
  const owners = ownersOf(survey, candidates);

  function ownerOf(pid: number): Candidate | undefined {
    for (const each of lineage(pid, parents)) {
      const owner = owners.get(each);
      if (owner) return owner;
    }
    return undefined;
  }

  function ownersAt(port: number, host: string | null): Candidate[] {
    const rows = listeners.filter((row) => row.port === port && (host === null || listensAt(row, host)));
    const living = rows.flatMap(({ pid }) => (pid === null ? [] : (ownerOf(pid) ?? [])));
    const forwarded = candidates.filter(({ published }) => published.includes(port));
    return [...new Set([...forwarded, ...living])];
  }

  function ownerOfAnswer({ url, body }: FoundHealth): Candidate | undefined {
    const [owner] = ownersAt(portOf(url), url.hostname);
    // The SSH user may not see whose socket it is; the answer may say.
    const told = body.pid === null ? undefined : ownerOf(body.pid);
    return owner ?? (told?.docker_service === null ? told : undefined);
  }

  const answers = (survey.health.ok ? survey.health.value : []).map((health) => ({
    health,
    owner: ownerOfAnswer(health),
  }));
  const services = candidates.map((candidate): Service => {
    const rows = listeners.filter(({ port }) => ownersAt(port, null).includes(candidate));
    const own = answers.filter(({ owner }) => owner === candidate).map(({ health }) => health);
    const [health = null] = own.toSorted((one, other) => other.rank - one.rank);
    const root = table.processes.find(({ pid }) => candidate.roots.includes(pid));
    const folder = candidate.folder ?? (candidate.image ? null : folderOf(root?.pid, locations));
    const place = candidate.image?.folder ?? folder ?? (root ? candidate.program : null);
    const checkout = checkoutAround(checkouts, place);
    const ports = [...new Set([...candidate.published, ...rows.map(({ port }) => port)])];
    const at = rows.filter(({ port }) => health && port === portOf(health.url));
    const open = at.length === 0 || at.some(({ address }) => !isLoopback(address));
    const more = own.filter((each) => each !== health).map(({ url }) => url.href);
    const notes = more.length > 0 ? [...candidate.notes, `answers ${more.join(', ')} too`] : candidate.notes;
    const silence = noHealthReason(survey, candidate, ports);
    return { ...candidate, notes, folder, checkout, health, ports, open, no_health_reason: silence };
  });
  const left = [
    ...containers.left,
    ...jobs.left,
    ...units.left,
    ...byHand.left,
    ...leftListeners(survey, (pid) => ownerOf(pid) !== undefined, candidates),
    ...idleComposeServices(survey),
  ];
  const strays = answers.filter(({ owner }) => owner === undefined).map(({ health }) => health);
  return { services, left: left.map((line) => quotable(line, 300)), strays };
}

function checkoutsOf({ used, searched, locations }: Survey) {
  const found = [used, searched].flatMap((places) => (places.ok ? places.value.checkouts : []));
  const links = locations.ok ? locations.value : parseLocations('');
  const kept = found.map((checkout) => ({ ...checkout, path: lasting(checkout.path, links) }));
  return [...new Map(kept.map((checkout) => [checkout.path, checkout])).values()];
}

/** The main processes of units of the system and of packages. */
function vendorsOf(jobs: readonly FoundJob[]): Set<number> {
  return new Set(jobs.filter(({ vendor }) => vendor).flatMap(({ pid }) => pid ?? []));
}

function folderOf(pid: number | undefined, locations: ProcessLocations): string | null {
  const folder = pid === undefined ? undefined : locations.folders.get(pid);
  return folder === undefined || folder === '/' ? null : lasting(folder, locations);
}

/** By its control group, a forked main process still belongs to its unit. */
function unitPids(survey: Survey, jobs: readonly Candidate[]): number[] {
  const units = survey.locations.ok ? [...survey.locations.value.units] : [];
  return units.filter(([, unit]) => jobs.some((job) => job.systemd_unit === unit)).map(([pid]) => pid);
}

function ownersOf(survey: Survey, candidates: readonly Candidate[]): Map<number, Candidate> {
  const units = survey.locations.ok ? survey.locations.value.units : new Map<number, string>();
  const owners = new Map<number, Candidate>();
  for (const [pid, unit] of units) {
    const owner = candidates.find((each) => each.systemd_unit === unit && each.docker_service === null);
    if (owner) owners.set(pid, owner);
  }
  for (const candidate of candidates) for (const pid of candidate.roots) owners.set(pid, candidate);
  return owners;
}

function listensAt({ address }: Listener, host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  return address === bare || ANYWHERE.includes(address) || (isLoopback(bare) && isLoopback(address));
}

/** A URL leaves out the port of its scheme. */
function portOf({ port }: URL): number {
  return port === '' ? 80 : Number(port);
}

function idleComposeServices({ searched, containers }: Survey): string[] {
  if (!searched.ok || !containers.ok) return [];
  const running = new Set(
    containers.value.containers.flatMap(({ files, service }) =>
      (files ?? '').split(',').map((file) => `${file} ${service}`),
    ),
  );
  return searched.value.compose.flatMap(({ path, services: names }) => {
    const idle = names.filter((name) => !running.has(`${path} ${name}`));
    if (idle.length === 0) return [];
    return [`${path}: no container of ${idle.slice(0, 20).join(', ')} was found`];
  });
}
