import type { Machine, Service } from '../../inventory/manifest.ts';
import { quotable } from '../../text/observed-text.ts';
import type { Listener } from '../../facts/listener.ts';
import type { Process } from '../../facts/process.ts';
import { shownCommand } from '../../facts/command-line/shown-command.ts';
import { cameThrough } from './health/health-failure.ts';
import type { HealthReading } from './health/health-reading.ts';
import { instancesOn } from './processes/instances.ts';
import { lineage, parentsOf } from '../../facts/process-tree.ts';
import type { Situation } from '../rule.ts';
import { listed } from '../sentences.ts';
import { inUrl, isLoopback } from '../../text/host.ts';

/** Why an interface does not answer, as far as the machine's listeners show. */
export type NetworkDiagnosis = {
  interface: string;
  layer: 'loopback_only' | 'other_address' | 'nobody' | 'another_process' | 'unreachable' | 'service';
  /** a clause for people, after `On tailscale` */
  detail: string;
  listeners: { address: string; port: number; pid: number | null; process: string | null }[];
};

/**
 * @param good a good reading, for comparison
 * @returns null if the listeners were not seen, or the address is not the machine's own: a proxy may be in front of it
 */
export function diagnoseNetwork(
  situation: Situation,
  service: Service,
  failed: HealthReading,
  good: HealthReading | undefined,
): NetworkDiagnosis | null {
  const machine = situation.machines.find(({ name }) => name === service.machine);
  const table = situation.observations.machines[service.machine]?.facts.listeners;
  const target = machine ? addressOf(machine, failed) : null;
  const port = portOf(failed.endpoint.url);
  if (!table?.ok || target === null || port === null) return null;
  const onPort = table.value.filter((row) => row.port === port);
  const covering = onPort.filter((row) => covers(row.address, target));
  const who = (row: Listener | undefined) => holderOf(situation, service, row);
  const told = (layer: NetworkDiagnosis['layer'], detail: string, rows: Listener[]): NetworkDiagnosis => ({
    interface: failed.endpoint.interface,
    layer,
    detail,
    listeners: rows.slice(0, 10).map((row) => ({
      ...row,
      process: row.process === null ? null : nameOf(situation, service, row),
    })),
  });
  if (covering.length > 0) {
    const other = otherProcessAmong(situation, service, covering, table.value, good);
    if (other) return told('another_process', `${who(other)} listens there`, covering);
    if (failed.answer)
      return told('service', `${who(covering[0])} answers there too, but not correctly`, covering);
    if (cameThrough(failed))
      return told(
        'service',
        `${who(covering[0])} accepts connections there, but does not answer correctly`,
        covering,
      );
    const why = 'yet nothing gets through: a firewall, or the interface is down';
    return told('unreachable', `${who(covering[0])} listens there, ${why}`, covering);
  }
  // Docker can forward a port without a socket of its own.
  if (onPort.length === 0)
    return service.docker_service === null ? told('nobody', `nothing listens on port ${port}`, []) : null;
  const bound = listed([...new Set(onPort.map(({ address }) => `${inUrl(address)}:${port}`))]);
  const holder = who(onPort[0]);
  return onPort.every(({ address }) => isLoopback(address)) && !isLoopback(target)
    ? told('loopback_only', `${holder} is bound only to loopback (${bound})`, onPort)
    : told('other_address', `${holder} listens on ${bound} only, not on ${target}`, onPort);
}

/** The address of the request, if the manifest gives it to the machine. */
function addressOf(machine: Machine, { endpoint }: HealthReading): string | null {
  const host = hostOf(endpoint.url);
  const own = [machine.host, ...Object.values(machine.interfaces)];
  if (host !== null && (endpoint.from === 'machine' || own.some((each) => hostOf(urlOf(each)) === host))) {
    if (isAddress(host)) return host;
    if (host === 'localhost') return '127.0.0.1';
  }
  return null;
}

function urlOf(address: string): string {
  return `http://${inUrl(address)}/`;
}

function hostOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).hostname.replace(/^\[(.*)\]$/, '$1') : null;
}

function portOf(url: string): number | null {
  if (!URL.canParse(url)) return null;
  const { port, protocol } = new URL(url);
  return Number(port || (protocol === 'https:' ? 443 : 80));
}

function isAddress(host: string): boolean {
  return host.includes(':') || /^\d+\.\d+\.\d+\.\d+$/.test(host);
}

function covers(address: string, target: string): boolean {
  return address === '*' || address === target || address === (target.includes(':') ? '::' : '0.0.0.0');
}

/** A listener on the failing address that is outside the process tree that answers elsewhere. */
function otherProcessAmong(
  situation: Situation,
  service: Service,
  covering: readonly Listener[],
  all: readonly Listener[],
  good: HealthReading | undefined,
): Listener | null {
  const target = good && hostOf(good.endpoint.url);
  const port = good ? portOf(good.endpoint.url) : null;
  if (!target || !isAddress(target)) return null;
  // The kernel gives a connection to the listener with the most specific address.
  const rows = all.filter((row) => row.port === port && covers(row.address, target));
  const rightful = rows.find(({ address }) => address === target) ?? rows[0];
  const asked = covering.find(({ address }) => !['*', '0.0.0.0', '::'].includes(address)) ?? covering[0];
  if (!rightful || !asked || asked.pid === null || rightful.pid === null) return null;
  const table = situation.observations.machines[service.machine]?.facts.processes;
  if (asked.pid === rightful.pid || !table?.ok) return null;
  // docker-proxy runs one process per address.
  if (asked.process !== null && asked.process === rightful.process && service.docker_service !== null)
    return null;
  return sameTree(situation, service, table.value.processes, asked.pid, rightful.pid) ? null : asked;
}

/** Workers inherit their master's sockets; processes that only share a supervisor opened their own. */
function sameTree(
  situation: Situation,
  service: Service,
  all: readonly Process[],
  one: number,
  other: number,
): boolean {
  const parents = parentsOf(all);
  if (lineage(one, parents).includes(other) || lineage(other, parents).includes(one)) return true;
  const trees = instancesOn(situation, service.machine, service)?.trees ?? [];
  const pids = trees.map(({ members }) => members.map(({ pid }) => pid));
  return pids.some((tree) => tree.includes(one) && tree.includes(other));
}

function holderOf(situation: Situation, service: Service, row: Listener | undefined): string {
  if (!row || row.pid === null) return 'a process that the SSH user cannot see';
  return row.process === null ? `pid ${row.pid}` : `${nameOf(situation, service, row)} (pid ${row.pid})`;
}

/** A thread may have another name than its program (`MainThread` is node): then the command line says what it is. */
function nameOf(situation: Situation, service: Service, { pid, process }: Listener): string {
  const table = situation.observations.machines[service.machine]?.facts.processes;
  const row = table?.ok ? table.value.processes.find((each) => each.pid === pid) : undefined;
  const name = process ?? '';
  return row && !row.command.includes(name) ? shownCommand(row.command, service, 80) : quotable(name, 40);
}
