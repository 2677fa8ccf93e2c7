import type { Machine } from './manifest.ts';
import type { ManifestFile } from './manifest-file.ts';
import type { MergedEntry } from './merge.ts';
import { didYouMean } from './text/nearest.ts';
import { pathText, quoted } from './text/problem.ts';
import type { Problem } from './text/problem.ts';

/** The machines that are listed, and those made from the `host` of their services. Appends to `problems`. */
export function machinesOf(file: ManifestFile, drafts: MergedEntry[], problems: Problem[]): Machine[] {
  const machines = new Map<string, Machine>();
  for (const [name, entry] of Object.entries(file.machines ?? {})) {
    machines.set(name, {
      name,
      host: entry.host,
      user: entry.user ?? null,
      port: entry.port ?? null,
      jump: entry.jump ?? null,
      interfaces: entry.interfaces ?? {},
      ssh: entry.ssh ?? true,
      sudo: entry.sudo ?? false,
      ...siteOf(entry.site, file),
    });
  }
  const listed = new Set(machines.keys());
  addUnlisted(machines, drafts, file);
  for (const draft of drafts) checkPlace(draft, machines, listed, problems);
  for (const machine of machines.values()) checkJump(machine, machines, problems);
  return [...machines.values()];
}

/** Its own value overrides the default, even if it is null. */
function siteOf(own: string | null | undefined, file: ManifestFile): { site?: string } {
  const site = own === undefined ? file.defaults?.site : own;
  return site === undefined || site === null ? {} : { site };
}

function addUnlisted(machines: Map<string, Machine>, drafts: MergedEntry[], file: ManifestFile): void {
  for (const { machine: name, host } of drafts) {
    if (name === undefined || !host || machines.has(name)) continue;
    const access = { user: null, port: null, jump: null, interfaces: {}, ssh: true, sudo: false };
    machines.set(name, { name, host, ...access, ...siteOf(undefined, file) });
  }
}

function checkPlace(
  draft: MergedEntry,
  machines: Map<string, Machine>,
  listed: Set<string>,
  problems: Problem[],
): void {
  if (draft.machine === undefined) {
    problems.push({ path: draft.at('machine'), text: 'missing: name the machine, here or in defaults' });
    return;
  }
  const machine = machines.get(draft.machine);
  if (!machine) {
    const cure =
      didYouMean(draft.machine, machines.keys()) || ': list it under machines, or give the service a host';
    problems.push({
      path: draft.at('machine'),
      text: `there is no machine ${quoted(draft.machine)}${cure}`,
    });
    return;
  }
  const known = [machine.host, ...Object.values(machine.interfaces)];
  if (!draft.host || known.includes(draft.host)) return;
  const found = `${quoted(draft.host)} is not the address of ${quoted(machine.name)}`;
  const text = listed.has(machine.name)
    ? `${found}: ${pathText(['machines', machine.name])} has ${known.map(quoted).join(', ')}`
    : `${found}: another service has ${quoted(machine.host)}. List the machine under machines, with both as interfaces`;
  problems.push({ path: draft.at('host'), text });
}

function readerOf({ site }: Machine): string {
  return site === undefined ? 'the bot' : `site ${site}`;
}

function checkJump(machine: Machine, machines: Map<string, Machine>, problems: Problem[]): void {
  if (machine.jump === null) return;
  const found = (text: string) => problems.push({ path: ['machines', machine.name, 'jump'], text });
  const jump = machines.get(machine.jump);
  if (!jump) {
    const names = [...machines.keys()].filter((name) => name !== machine.name);
    found(
      `there is no machine ${quoted(machine.jump)}${didYouMean(machine.jump, names) || ': list it under machines'}`,
    );
    return;
  }
  if (jump.site !== machine.site)
    found(
      `${quoted(jump.name)} is read by ${readerOf(jump)}, and ${quoted(machine.name)} by ${readerOf(machine)}: both need the same`,
    );
  if (!jump.ssh) found(`${quoted(jump.name)} has ssh: false, so nothing can jump through it`);
  const way = [machine.name];
  for (let next: Machine | undefined = jump; next; next = machines.get(next.jump ?? '')) {
    way.push(next.name);
    if (next.name === machine.name) found(`goes in a circle: ${way.map(quoted).join(' -> ')}`);
    if (way.indexOf(next.name) < way.length - 1) return;
  }
}
