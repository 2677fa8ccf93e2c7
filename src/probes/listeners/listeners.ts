import { isKnownByPort } from '../../inventory/own-ports.ts';
import { LISTENER_TABLES } from './listeners-script.ts';
import { readers } from './listener-rows.ts';
import type { Listener } from '../../facts/listener.ts';
import { seen, unseen } from '../../facts/observation.ts';
import type { Observation } from '../../facts/observation.ts';
import type { MachineProbe, Section } from '../probe.ts';

/** Which process listens on which TCP address. Needed if a service has several interfaces, or only its port identifies it. */
export const listeners: MachineProbe<Listener[]> = {
  name: 'listeners',
  wanted: (service, machine) =>
    machine.ssh && (service.endpoints.length > 1 || isKnownByPort(service, machine)),
  fragment: () => LISTENER_TABLES,
  parse: parseListeners,
};

function parseListeners(section: Section): Observation<Listener[]> {
  if (section.truncated) return unseen('malformed', 'there are more listeners than the limit');
  const tables = new Map<string, string[]>();
  let table: string[] | undefined;
  for (const line of section.output.split('\n')) {
    const tool = /^from (ss|netstat|proc|lsof|bsd)$/.exec(line)?.[1];
    if (tool !== undefined) tables.set(tool, (table = []));
    else if (table && line.trim() !== '') table.push(line);
    else if (line.trim() !== '')
      return unseen('malformed', 'the listing of listeners has an unexpected beginning');
  }
  const read = [...tables].map(([tool, lines]) => [tool, readers[tool]?.(lines) ?? null] as const);
  const unread = read.find(([, rows]) => rows === null);
  if (unread) return unseen('malformed', `a line of ${unread[0]} cannot be read`);
  const rows = new Map(read.map(([tool, found]) => [tool, found ?? []]));
  const named = rows.get('lsof');
  const all = named ? rows.get('bsd') : [...rows.values()][0];
  // sshd itself listens, unless it is in another network namespace: an empty table means that the tool failed.
  if (!all || all.length === 0 || (section.status !== 0 && !named))
    return unseen('malformed', 'no tool on the machine shows which programs listen');
  return seen(named ? all.map((row) => withProcess(row, named)) : all);
}

/** lsof does not say which addresses `*` means. */
function withProcess(row: Listener, named: readonly Listener[]): Listener {
  const anywhere = ['*', '0.0.0.0', '::'];
  const match = named.find(
    ({ address, port }) =>
      port === row.port &&
      (address === row.address || (anywhere.includes(address) && anywhere.includes(row.address))),
  );
  return match ? { ...row, pid: match.pid, process: match.process } : row;
}
