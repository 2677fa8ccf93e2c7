import type { Endpoint, Machine } from './manifest.ts';
import type { MergedEntry } from './merge.ts';
import { didYouMean } from './text/nearest.ts';
import { quoted } from './text/problem.ts';
import type { Problem } from './text/problem.ts';
import { inUrl, isLoopback } from '../text/host.ts';

/**
 * A service's health endpoints: health_url, the same port and path on each of `interfaces`, and `health.urls`,
 * each address once, and `health.tcp` as a `tcp://` address. Interface names are unique within the service. Appends to `problems`.
 */
export function endpointsOf(draft: MergedEntry, machine: Machine, problems: Problem[]): Endpoint[] {
  const endpoints: Endpoint[] = [];
  const own = draft.health?.urls ?? {};
  if (draft.health_url) {
    const named = interfaceWith(machine, new URL(draft.health_url).hostname);
    // health.urls may give that interface another address
    add(named !== null && !Object.hasOwn(own, named) ? named : 'health_url', draft.health_url);
  }
  for (const name of draft.interfaces ?? []) {
    if (Object.hasOwn(own, name)) continue;
    const address = addressOf(machine, name);
    if (address === null) problems.push(unknownInterface(draft, machine, name));
    else if (hostnameOf(address) === null) problems.push(notInUrl(draft, address));
    else if (!draft.health_url) problems.push(withoutUrl(draft));
    else add(name, onAddress(draft.health_url, address));
  }
  for (const [name, url] of Object.entries(own)) add(name, url);
  if (draft.health?.tcp) add('tcp', `tcp://${draft.health.tcp}`);
  return endpoints;

  function add(name: string, url: string): void {
    const from = name === 'localhost' || (isOwn(url) && !isOwnHost(machine.host)) ? 'machine' : 'bot';
    const href = new URL(url).href;
    if (endpoints.some((other) => other.from === from && new URL(other.url).href === href)) return;
    endpoints.push({ interface: freeName(name), url, from });
  }

  function freeName(name: string): string {
    const taken = new Set(endpoints.map((endpoint) => endpoint.interface));
    let free = name;
    for (let count = 2; taken.has(free); count += 1) free = `${name} ${count}`;
    return free;
  }
}

/** Does the address mean the machine that asks? The unspecified address does too. */
function isOwn(url: string): boolean {
  const { hostname } = new URL(url);
  return isLoopback(hostname) || hostname === '0.0.0.0' || hostname === '[::]';
}

function isOwnHost(host: string): boolean {
  const url = `http://${inUrl(host)}/`;
  return URL.canParse(url) && isOwn(url);
}

function interfaceWith(machine: Machine, hostname: string): string | null {
  const entries = Object.entries(machine.interfaces);
  return entries.find(([, address]) => hostnameOf(address) === hostname)?.[0] ?? null;
}

/** As in a URL: lower case, IPv6 short and in brackets. */
function hostnameOf(address: string): string | null {
  const url = `http://${inUrl(address)}/`;
  return URL.canParse(url) ? new URL(url).hostname : null;
}

/** Every machine has a `localhost`, whether its map names it or not. */
function addressOf(machine: Machine, name: string): string | null {
  if (Object.hasOwn(machine.interfaces, name)) return machine.interfaces[name] ?? null;
  return name === 'localhost' ? '127.0.0.1' : null;
}

function onAddress(url: string, address: string): string {
  const moved = new URL(url);
  moved.hostname = inUrl(address);
  return moved.href;
}

function unknownInterface(draft: MergedEntry, machine: Machine, name: string): Problem {
  const names = Object.keys(machine.interfaces);
  const listed = names.length > 0 ? `: it has ${names.map(quoted).join(', ')}` : '';
  const cure = didYouMean(name, names) || listed || ': list its interfaces under machines';
  const text = `${quoted(machine.name)} has no interface ${quoted(name)}${cure}`;
  return { path: draft.at('interfaces'), text };
}

function withoutUrl(draft: MergedEntry): Problem {
  const text = 'needs a health_url, whose port and path are used there; or set health.urls';
  return { path: draft.at('interfaces'), text };
}

function notInUrl(draft: MergedEntry, address: string): Problem {
  const text = `${quoted(address)} is not valid in a URL; set health.urls instead`;
  return { path: draft.at('interfaces'), text };
}
