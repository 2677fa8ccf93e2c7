import type { Container, Containers, Engine } from '../../facts/container.ts';
import { parseListings } from './containers-listing.ts';
import type { Listing } from './containers-listing.ts';
import { containersScript, WITHOUT_ENGINE } from './containers-script.ts';
import { matching } from './matching.ts';
import { seen, unseen } from '../../facts/observation.ts';
import type { Observation } from '../../facts/observation.ts';
import { ownCopy } from '../../text/kept/own-copy.ts';
import type { MachineProbe, Section, Target } from '../probe.ts';

/** The containers of the manifest's services, from docker, or from podman if there is no docker. */
export const containers: MachineProbe<Containers> = {
  name: 'containers',
  wanted: (service, machine) => machine.ssh && service.docker_service !== null,
  fragment: ({ machine, services }) =>
    containersScript(
      services.flatMap(({ docker_service }) => docker_service ?? []),
      machine.sudo || services.some(({ sudo }) => sudo),
    ),
  parse: parseContainers,
  ownTexts: true,
};

function parseContainers(section: Section, target: Target): Observation<Containers> {
  if (section.truncated) return unseen('malformed', 'the list of containers is longer than the limit');
  if (section.output.trim() === WITHOUT_ENGINE)
    return unseen('unsupported', 'there is neither docker nor podman on the PATH of the SSH user');
  if (section.status !== 0)
    return unseen('malformed', `reading the containers failed with status ${section.status}`);
  const told = parseListings(section.output, target.machine.host);
  const listings = told.flatMap(({ listing }) => (listing.ok ? [listing.value] : []));
  const [first] = listings;
  if (!first)
    return (
      told.map(({ listing }) => listing).find((listing) => !listing.ok) ??
      unseen('malformed', 'the machine did not print a list of containers')
    );
  const listed = merged(listings);
  const gone = listings.reduce((sum, listing) => sum + listing.gone, 0);
  const silent = silentOf(told);
  const services = target.services.map((service): [string, Container[]] => [
    service.name,
    matching(listed, service),
  ]);
  // A container that went away during the listing may have been the one: then it must not be called missing.
  const failed = told.map(({ listing }) => listing).find((listing) => !listing.ok);
  // Nothing was found: everything may be in the engine that did not answer.
  if (failed && silent.length > 0 && services.every(([, found]) => found.length === 0)) return failed;
  const certain = services.filter(([, found]) => found.length > 0 || (gone === 0 && silent.length === 0));
  const about = ownCopy({
    now: first.now,
    silent,
    podman_user: podmanUserOf(listings),
    podman_users: podmanUsers(listings),
  });
  const swarmless = listings.map(({ swarm_unread }) => swarm_unread).find((why) => why !== null);
  return seen({
    engine: first.engine,
    ...about,
    swarm: Object.fromEntries(listings.flatMap(({ swarm }) => Object.entries(swarm))),
    ...(swarmless === undefined ? {} : { swarm_unread: swarmless }),
    // All of its texts come from parsed JSON.
    services: Object.fromEntries(certain),
  });
}

/** If `docker` is an alias of podman, each container is listed twice: podman's listing counts. */
function merged(listings: readonly Listing[]): Container[] {
  const keyOf = ({ id, engine, name }: Container) => id ?? `${engine} ${name}`;
  const byId = new Map(listings.flatMap(({ listed }) => listed.map((each) => [keyOf(each), each] as const)));
  return [...byId.values()];
}

/** If podman was read twice, as root and as the user, one answer is enough. */
function silentOf(told: ReturnType<typeof parseListings>): Containers['silent'] {
  const answered = new Set<Engine>(told.flatMap(({ engine, listing }) => (listing.ok ? [engine] : [])));
  return told.flatMap(({ engine, listing }) =>
    listing.ok || answered.has(engine) ? [] : [{ engine, detail: listing.detail }],
  );
}

/** Each user, root included, sees only their own containers. */
function podmanUserOf(listings: readonly Listing[]): string | null {
  const podman = listings.filter(({ engine }) => engine === 'podman');
  return podman.some(({ podman_user }) => podman_user === null) ? null : (podman[0]?.podman_user ?? null);
}

function podmanUsers(listings: readonly Listing[]): string[] {
  return listings.flatMap(({ engine, user }) => (engine === 'podman' && user !== null ? [user] : []));
}
