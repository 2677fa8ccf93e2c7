import type { Machine, Service } from './manifest.ts';

/** The ports of a service's endpoints on its machine, without common ports, on which a web server serves many services. */
export function ownPorts({ endpoints, docker_service }: Service, machine: Machine): number[] {
  if (docker_service !== null) return [];
  const own = new Set([machine.host, 'localhost', '127.0.0.1', ...Object.values(machine.interfaces)]);
  return endpoints.flatMap(({ url }) => {
    const { hostname, port } = URL.canParse(url) ? new URL(url) : { hostname: '', port: '' };
    return own.has(hostname.replace(/^\[(.*)\]$/, '$1')) && port !== '' ? [Number(port)] : [];
  });
}

/** If neither a pattern nor a job identifies its process, the process that listens on its port may be it. */
export function isKnownByPort(service: Service, machine: Machine): boolean {
  const { process, systemd_unit, launchd_label } = service;
  return (
    process === null &&
    systemd_unit === null &&
    launchd_label === null &&
    ownPorts(service, machine).length > 0
  );
}
