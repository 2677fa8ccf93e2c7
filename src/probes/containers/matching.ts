import type { Container } from '../../facts/container.ts';
import type { Service } from '../../inventory/manifest.ts';

/**
 * The containers of a service. A container's own name wins; then what compose or a quadlet make of that name; else a compose or
 * swarm service, with or without its project or stack. `compose run` makes one-offs, which count for what runs once.
 */
export function matching(
  listed: readonly Container[],
  { docker_service: wanted, run }: Service,
): Container[] {
  if (wanted === null) return [];
  const named = listed.filter(({ name }) => name === wanted);
  if (named.length > 0) return named;
  const meant = listed.filter(({ oneoff }) => !oneoff || run === 'once');
  const renamed = meant.filter((container) => otherNamesOf(container).includes(wanted));
  if (renamed.length > 0) return renamed;
  return meant.filter(({ compose_service: service, project, swarm }) => {
    if (swarm) return namesOf(swarm).includes(wanted);
    if (service === null) return false;
    return [service, `${project}-${service}`, `${project}_${service}`].includes(wanted);
  });
}

/**
 * Names that lead to a container although it has another: compose 1 and podman-compose write `shop_web_1`, compose 2
 * `shop-web-1`; compose puts the id before a name while it replaces a container, and leaves it there where that fails
 * (docker/compose#10460); a quadlet `web.container` makes `systemd-web` (podman-systemd.unit(5)).
 */
function otherNamesOf({ name, engine, project, compose_service, compose_number }: Container): string[] {
  if (compose_service === null)
    return engine === 'podman' && name.startsWith('systemd-') ? [name.slice('systemd-'.length)] : [];
  const parts = [project ?? '', compose_service, compose_number ?? ''];
  return [name.replace(/^(?:[0-9a-f]{12}_)+/, ''), parts.join('-'), parts.join('_')];
}

function namesOf({ service, stack }: NonNullable<Container['swarm']>): string[] {
  if (stack === null || !service.startsWith(`${stack}_`)) return [service];
  const short = service.slice(stack.length + 1);
  return [service, short, `${stack}-${short}`];
}
