import { attribute } from '../comparison/instances.ts';
import type { Tree } from '../comparison/process-tree.ts';
import { ManifestFile } from '../inventory/manifest.ts';
import type { Service } from '../inventory/manifest.ts';
import { resolve } from '../inventory/resolve.ts';
import type { ProcessTable } from '../probes/processes.ts';
import { quotable } from '../observed-text.ts';
import { redact } from '../redact.ts';
import { entryOf, machineEntry } from './draft-entry.ts';
import type { Draft, DraftService } from './draft-entry.ts';
import { ownProgram } from './own-program.ts';

/**
 * Holds the draft's services against the process table with the audit's own eyes. Where the name finds nothing, the
 * path of what runs is written as `process`; where it finds more than one instance, that is said, and left to a
 * person: it may be a second copy.
 */
export function withProcesses(draft: Draft, table: ProcessTable): Draft {
  const first = attributed(draft, table);
  const services = draft.services.map((each, at) => {
    const service = first.services[at];
    const found = (service && first.found.get(service.name)?.trees) ?? [];
    return found.length > 0 || each.service.docker_service !== null ? each : withPattern(each, table);
  });
  const second = attributed({ ...draft, services }, table);
  return {
    ...draft,
    services: services.map((each, at) => {
      const service = second.services[at];
      const trees = (service && second.found.get(service.name)?.trees) ?? [];
      return trees.length > 1 ? { ...each, above: [...each.above, severalText(trees)] } : each;
    }),
  };
}

function attributed({ machine, services }: Draft, table: ProcessTable) {
  const value = { machines: { [machine.name]: machineEntry(machine) }, services: services.map(entryOf) };
  const parsed = ManifestFile.safeParse(value);
  const resolved: Service[] = parsed.success ? resolve(parsed.data).manifest.services : [];
  return { services: resolved, found: attribute(table, resolved) };
}

function withPattern(draft: DraftService, table: ProcessTable): DraftService {
  const roots = table.processes.filter(({ pid }) => draft.service.roots.includes(pid));
  const [root] = roots;
  if (!root) return draft;
  const path = ownProgram(root.command, draft.service.folder)?.path ?? '';
  // A path that others may share, or that holds more than a name, would find strangers or show a secret.
  const telling = /^\/\S*[^\s/]$/.test(path) && redact(path) === path && quotable(path) === path;
  if (!telling) {
    const below = `not written: process: the command line of pid ${root.pid} does not name it, so copies of it cannot be counted`;
    return { ...draft, below: [...draft.below, below] };
  }
  const lines = [...draft.lines];
  const at = lines.findIndex(({ field }) => field === 'health_url' || field === 'health');
  const line = { field: 'process' as const, value: path, remark: 'its name is not in the command line' };
  lines.splice(at === -1 ? lines.length : at, 0, line);
  return { ...draft, lines };
}

function severalText(trees: readonly Tree[]): string {
  const listed = trees.slice(0, 5).map(({ root }) => `pid ${root.pid} (${quotable(root.command, 60)})`);
  return `TODO: ${trees.length} instances look like it now: ${listed.join(', ')}. A second copy, or say with process which is it.`;
}
