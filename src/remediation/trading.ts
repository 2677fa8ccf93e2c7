import { tradingNameOf, whyNamedTrading } from '../inventory/kind.ts';
import type { Machine, Manifest, Service } from '../inventory/manifest.ts';
import { tradingWordOf } from '../inventory/trading/trading-words.ts';
import { isLoopback } from '../text/host.ts';
import { quotable } from '../text/observed-text.ts';
import type { Claims } from './plan.ts';
import type { Proposal } from './plan.ts';

/**
 * Why an action would touch trading, or null. It fails closed: a name that only looks like a trading bot's counts as one,
 * and anything shared with a trading service belongs to trading.
 */
export function tradingReason(manifest: Manifest, service: Service, proposal: Proposal): string | null {
  const own = whyTrading(service);
  if (own !== null) return own;
  const { plan, touches, shared, starts, twins } = proposal;
  for (const text of [...plan.argv, ...touches, ...starts]) {
    const word = tradingWordOf(text);
    if (word !== null)
      return `it would touch something that names the trading bot ${word}: ${quotable(text, 120)}`;
  }
  const trading = manifest.services.filter((other) => whyTrading(other) !== null);
  const twin = ({ machine }: Service) =>
    !twins.includes(machine) || onSameMachine(manifest, machine, plan.machine)
      ? ''
      : `. ${machine} counts as ${plan.machine}: both have the same host key, address or machine-id. If one is a clone, give it its own`;
  for (const other of trading) {
    if (shared.includes(other.name)) return `it would touch ${other.name} too, which trades${twin(other)}`;
    if (needs(manifest, other, service.name)) return `${other.name} trades, and depends on ${service.name}`;
    if (!twins.includes(other.machine) && !onSameMachine(manifest, other.machine, plan.machine)) continue;
    const common = claimsOf(other).find((claim) => claimsOf(service).includes(claim));
    if (common !== undefined)
      return `${other.name} trades, and shares its ${common} with ${service.name}${twin(other)}`;
    const claimed = touches.find((text) => claims(other, text));
    if (claimed !== undefined)
      return `it would touch ${quotable(claimed, 120)}, which the manifest lists for ${other.name}, a trading service${twin(other)}`;
  }
  return null;
}

/** Why a service counts as trading; null if it does not. */
export function whyTrading(service: Service): string | null {
  const named = tradingNameOf(service);
  if (service.kind === 'trading' && (named === null || named.what === 'name'))
    return `${service.name} is a trading service`;
  if (named !== null) return whyNamedTrading(service);
  return service.risk_tier === 'CRITICAL' ? `${service.name} has risk_tier CRITICAL` : null;
}

/** Are both the same machine, by name or by a shared address? A machine may have two names in the manifest. */
export function onSameMachine(manifest: Manifest, one: string, other: string): boolean {
  if (one === other) return true;
  const [first, second] = [one, other].map((name) => manifest.machines.find((each) => each.name === name));
  if (!first || !second) return true;
  const addresses = addressesOf(first);
  return addressesOf(second).some((address) => addresses.includes(address)) && samePort(first, second);
}

/** Several machines may share an address, each with its own port. */
function samePort(first: Machine, second: Machine): boolean {
  return first.port === second.port || first.host.toLowerCase() !== second.host.toLowerCase();
}

function addressesOf({ host, interfaces }: Machine): string[] {
  const others = Object.values(interfaces).filter((address) => !isLoopback(address));
  return [host, ...others].map((address) => address.toLowerCase());
}

/** What a service claims on a machine: `docker_service web`. */
function claimsOf(service: Service): string[] {
  const { docker_service, launchd_label, systemd_unit, lockfile, checkout, process, files } = service;
  const unit = systemd_unit === null || systemd_unit.includes('.') ? systemd_unit : `${systemd_unit}.service`;
  const named = { docker_service, launchd_label, systemd_unit: unit, lockfile, checkout, process };
  return [
    ...Object.entries(named).flatMap(([what, value]) => (value === null ? [] : [`${what} ${value}`])),
    ...files.map((file) => `file ${file.in === 'host' ? file.path : `${docker_service}:${file.path}`}`),
  ];
}

/** What trading services claim on a machine. The guard resolves the paths before it compares. */
export function claimsOn(manifest: Manifest, machine: string): Claims {
  const trading = manifest.services.filter(
    (other) => whyTrading(other) !== null && onSameMachine(manifest, other.machine, machine),
  );
  const paths = trading.flatMap(({ lockfile, checkout, files, scan, docker_service }) => [
    ...[lockfile, checkout].filter((path) => path !== null),
    ...files.filter((file) => file.in === 'host').map(({ path }) => path),
    ...(docker_service === null ? scan : []),
  ]);
  const names = trading.flatMap(({ name: own, systemd_unit, launchd_label, docker_service, process }) => [
    ...[systemd_unit, launchd_label].filter((name) => name !== null),
    // A short name would match too many words, and a pattern is no name.
    ...[docker_service, own, process]
      .filter((name) => name !== null)
      .filter((name) => name.length > 4 && !/^\/.*\/[a-z]*$/s.test(name))
      // The guard reads one name a line, and only its words count.
      .map((name) => name.replaceAll(/[\p{Cc}\s]+/gu, ' ')),
  ]);
  return { paths: [...new Set(paths)], names: [...new Set(names)] };
}

/** Is `text` a name or path of the service, or a path below one of its folders? */
function claims(service: Service, text: string): boolean {
  const { docker_service, launchd_label, systemd_unit, lockfile, checkout, scan, files } = service;
  const unit = systemd_unit === null || systemd_unit.includes('.') ? systemd_unit : `${systemd_unit}.service`;
  const names = [
    docker_service,
    launchd_label,
    systemd_unit,
    unit,
    lockfile,
    ...files.map(({ path }) => path),
  ];
  if (names.includes(text)) return true;
  // An engine accepts a prefix of a container's id as its name.
  if (docker_service !== null && /^[0-9a-f]{6,64}$/.test(docker_service) && /^[0-9a-f]{64}$/.test(text))
    return text.startsWith(docker_service);
  return [checkout, ...scan].some((folder) => folder !== null && isBelow(text, folder));
}

function isBelow(path: string, folder: string): boolean {
  const top = folder.replace(/\/+$/, '');
  return path === top || path.startsWith(`${top}/`);
}

/** Does `service` need the one called `name`, itself or through others? */
function needs(manifest: Manifest, service: Service, name: string): boolean {
  const met = new Set<string>();
  const waiting = [...service.depends_on];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next === name) return true;
    if (met.has(next)) continue;
    met.add(next);
    const needed = next;
    waiting.push(...(manifest.services.find((each) => each.name === needed)?.depends_on ?? []));
  }
  return false;
}
