import type { Container, Containers } from './container.ts';
import { parseListing } from './containers-listing.ts';
import { containersScript, WITHOUT_ENGINE } from './containers-script.ts';
import { seen, unseen } from './observation.ts';
import type { Observation } from './observation.ts';
import type { MachineProbe, Section, Target } from './probe.ts';

/** The containers that the manifest gives its services, by docker or, where that is absent, by podman. */
export const containers: MachineProbe<Containers> = {
  name: 'containers',
  wanted: (service, machine) => machine.ssh && service.docker_service !== null,
  fragment: ({ machine, services }) =>
    containersScript(
      services.flatMap(({ docker_service }) => docker_service ?? []),
      machine.sudo || services.some(({ sudo }) => sudo),
    ),
  parse: parseContainers,
};

function parseContainers(section: Section, target: Target): Observation<Containers> {
  if (section.truncated)
    return unseen('malformed', 'the list of containers is longer than what is read of it');
  if (section.output.trim() === WITHOUT_ENGINE)
    return unseen('unsupported', 'there is neither docker nor podman on the PATH of the SSH user');
  if (section.status !== 0)
    return unseen('malformed', `reading the containers failed with status ${section.status}`);
  const listing = parseListing(section.output);
  if (!listing.ok) return listing;
  const { engine, now, listed, gone } = listing.value;
  const services = target.services.map((service): [string, Container[]] => [
    service.name,
    matching(listed, service.docker_service ?? ''),
  ]);
  // What went away under our eyes may have been the one: then nobody can say that there is none.
  const told = services.filter(([, found]) => found.length > 0 || gone === 0);
  return seen({ engine, now, services: Object.fromEntries(told) });
}

/** A container's own name wins; else a compose service, with or without its project. `compose run` makes one-offs. */
function matching(listed: readonly Container[], wanted: string): Container[] {
  const named = listed.filter(({ name }) => name === wanted);
  if (named.length > 0) return named;
  return listed.filter(({ compose_service: service, project, oneoff }) => {
    if (service === null || oneoff) return false;
    return [service, `${project}-${service}`, `${project}_${service}`].includes(wanted);
  });
}
