import { isKnownByPort } from '../../inventory/own-ports.ts';
import { LISTENER_TABLES } from './listeners-script.ts';
import { readers } from './listener-rows.ts';
import type { Listener } from '../../facts/listener.ts';
import { seen, unseen } from '../../facts/observation.ts';
import type { Observation } from '../../facts/observation.ts';
import type { MachineProbe, Section } from '../probe.ts';

/** Who listens on which TCP address: where a service should answer on more than one, or only its port may tell its process. */
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
      return unseen('malformed', 'the listing of listeners begins with something else');
  }
  const read = [...tables].map(([tool, lines]) => [tool, readers[tool]?.(lines) ?? null] as const);
  const unread = read.find(([, rows]) => rows === null);
  if (unread) return unseen('malformed', `a line of ${unread[0]} cannot be read`);
  const rows = new Map(read.map(([tool, found]) => [tool, found ?? []]));
  const named = rows.get('lsof');
  const all = named ? rows.get('bsd') : [...rows.values()][0];
  // sshd itself listens, unless it hides in another network: an empty table is a tool that failed.
  if (!all || all.length === 0 || (section.status !== 0 && !named))
    return unseen('malformed', 'no tool on the machine lists which programs listen');
  return seen(named ? all.map((row) => withProcess(row, named)) : all);
}

/** lsof does not say of `*` which addresses it means. */
function withProcess(row: Listener, named: readonly Listener[]): Listener {
  const anywhere = ['*', '0.0.0.0', '::'];
  const match = named.find(
    ({ address, port }) =>
      port === row.port &&
      (address === row.address || (anywhere.includes(address) && anywhere.includes(row.address))),
  );
  return match ? { ...row, pid: match.pid, process: match.process } : row;
}
