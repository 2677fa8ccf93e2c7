import { hasRole } from '../findings/catalogue.ts';
import { servicesIn } from '../findings/affects.ts';
import type { Finding } from '../findings/finding.ts';
import type { Coverage } from './coverage.ts';

type Subject = Pick<Finding, 'type' | 'service' | 'machine' | 'affects'>;

/** Did this audit look for it, and would it have seen it? What the manifest no longer has is nobody's business any more. */
export function couldSee(finding: Subject, coverage: Coverage): boolean {
  const { type, service } = finding;
  if (!isWatched(finding, coverage)) return true;
  if (!coverage.types.includes(type)) return false;
  if (service === null) return couldSeeMachine(finding, coverage);
  if (!coverage.services.includes(service) || (coverage.blind[service] ?? []).includes(type)) return false;
  // A watch does not look at every machine of the fleet.
  return finding.affects.machines.every((name) => (coverage.machines[name] ?? 'connected') === 'connected');
}

/** Does the manifest still have its service and its machine? What it has not is watched no longer, and not repaired. */
export function isWatched(
  { service, machine }: Pick<Finding, 'service' | 'machine'>,
  { inventory, machines }: Pick<Coverage, 'inventory' | 'machines'>,
): boolean {
  return (
    (service === null || inventory.includes(service)) && (machine === null || machines[machine] !== undefined)
  );
}

/** Findings on a machine, a repository or an API affect the services behind them: all of these must have been judged. */
function couldSeeMachine({ type, machine, affects }: Subject, coverage: Coverage): boolean {
  const reach = machine === null ? 'connected' : coverage.machines[machine];
  if (hasRole(type, 'no_connection') && reach === 'connected') return true;
  if (hasRole(type, 'no_answer') && reach === 'alive') return true;
  // not probed, though all its open findings were judged: the manifest asks for nothing there any more
  if (reach !== 'connected' && reach !== 'not_probed') return false;
  return servicesIn(affects).every(
    (name) => coverage.services.includes(name) || !coverage.inventory.includes(name),
  );
}
