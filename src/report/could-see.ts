import { hasRole } from '../findings/catalogue.ts';
import { servicesIn } from '../findings/affects.ts';
import type { Finding } from '../findings/finding.ts';
import type { Coverage } from './coverage.ts';

type Subject = Pick<Finding, 'type' | 'service' | 'machine' | 'affects'>;

/** Did this audit look for the finding, and would it have seen it? Also true for what is no longer in the manifest. */
export function couldSee(finding: Subject, coverage: Coverage): boolean {
  const { type, service } = finding;
  if (!isWatched(finding, coverage)) return true;
  if (!coverage.types.includes(type)) return false;
  if (service === null) return couldSeeMachine(finding, coverage);
  if (!coverage.services.includes(service) || (coverage.blind[service] ?? []).includes(type)) return false;
  // A watch does not read every machine of the fleet.
  return finding.affects.machines.every((name) => (coverage.machines[name] ?? 'connected') === 'connected');
}

/** Does the manifest still have its service and machine? If not, it is no longer watched, which does not mean fixed. */
export function isWatched(
  { service, machine }: Pick<Finding, 'service' | 'machine'>,
  { inventory, machines }: Pick<Coverage, 'inventory' | 'machines'>,
): boolean {
  return (
    (service === null || inventory.includes(service)) && (machine === null || machines[machine] !== undefined)
  );
}

/** A finding on a machine, a repository or an API affects the services behind it: all of them must have been judged. */
function couldSeeMachine({ type, machine, affects }: Subject, coverage: Coverage): boolean {
  const reach = machine === null ? 'connected' : coverage.machines[machine];
  if (hasRole(type, 'no_connection') && reach === 'connected') return true;
  if (hasRole(type, 'no_answer') && reach === 'alive') return true;
  // not probed: the manifest no longer asks for anything there
  if (reach !== 'connected' && reach !== 'not_probed') return false;
  return servicesIn(affects).every(
    (name) => coverage.services.includes(name) || !coverage.inventory.includes(name),
  );
}
