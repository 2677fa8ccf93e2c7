import type { Machine, Manifest, Service } from '../../inventory/manifest.ts';
import type { Found, Service as FoundService } from './candidate.ts';

/** The manifest's machine with this address or alias. */
export function machineAt(
  manifest: Manifest,
  asked: { host: string; port: number | null },
  reached: { host: string; port: number },
): Machine | null {
  const isAt = (machine: Machine, { host, port }: typeof asked) =>
    machine.host.toLowerCase() === host.toLowerCase() && (machine.port ?? 22) === (port ?? 22);
  return manifest.machines.find((machine) => isAt(machine, asked) || isAt(machine, reached)) ?? null;
}

/** Removes what the manifest already has on this machine. @returns also the manifest's names for it */
export function withoutKnown(
  found: Found,
  manifest: Manifest,
  machine: string,
): { found: Found; known: string[] } {
  const there = manifest.services.filter((service) => service.machine === machine);
  const known: string[] = [];
  const services = found.services.filter((service) => {
    const same = there.find((each) => isSame(each, service));
    if (same) known.push(same.name);
    return !same;
  });
  return { found: { ...found, services }, known };
}

/** By its unit, job or container; by name only if neither side has one. */
export function isSame(entry: Service, found: FoundService): boolean {
  const fields = ['docker_service', 'systemd_unit', 'launchd_label'] as const;
  if (fields.some((field) => found[field] !== null && normal(entry[field]) === normal(found[field])))
    return true;
  const ports = entry.endpoints.map(({ url }) => Number(new URL(url).port || 80));
  if (ports.some((port) => found.ports.includes(port))) return true;
  const apart = fields.some((field) => entry[field] !== null && found[field] !== null);
  const checkout = entry.checkout !== null && entry.checkout === found.checkout?.path;
  return !apart && (checkout || entry.name === found.name);
}

/** systemctl(1): a unit's name without a type is a service's. */
function normal(name: string | null): string | null {
  return name?.replace(/\.service$/, '') ?? null;
}
