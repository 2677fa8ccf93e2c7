import { loweredForTrading } from './kind.ts';
import type { Manifest, Service } from './manifest.ts';

/** Notes about one service, as sentences. */
export function tradingNotes(service: Service): string[] {
  if (service.kind !== 'trading') return [];
  const lowered = loweredForTrading(service.severity);
  return [
    ...(service.singleton === 'machine'
      ? [
          `${service.name} is a trading service with singleton: machine: one more on another machine is no finding`,
        ]
      : []),
    ...(lowered.length > 0
      ? [`${service.name} is a trading service: policy and defaults do not lower its ${lowered.join(', ')}`]
      : []),
  ];
}

/** Notes about machines: one address with two names at a site is usually a mistake. */
export function fleetNotes({ machines, services }: Manifest): string[] {
  const used = new Set([
    ...services.map((service) => service.machine),
    ...machines.map((machine) => machine.jump),
  ]);
  const notes = machines
    .filter((machine) => !used.has(machine.name))
    .map((machine) => `no service runs on ${machine.name}`);
  const byAddress = new Map<string, string>();
  for (const { name, host, port, jump, site } of machines) {
    const address = JSON.stringify([site ?? null, host.toLowerCase(), port, jump]);
    const other = byAddress.get(address);
    if (other === undefined) byAddress.set(address, name);
    else notes.push(`${other} and ${name} are the same address, ${host}: is one of the names misspelt?`);
  }
  return notes;
}
