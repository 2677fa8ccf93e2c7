import type { App } from '../../app.ts';
import type { Scope } from '../../../embeds/scope-id.ts';
import { UserError } from '../../text/user-error.ts';

/**
 * What a silence of that scope would cover, in the manifest's names. CRITICAL findings of its trading services are still
 * reported.
 * @throws UserError for a name that is not in the manifest, a repository of several services, or a trading service that
 *   has a CRITICAL finding now
 */
export async function silenceScope(app: App, scope: Scope): Promise<Scope & { trading: string[] }> {
  const reached = await app.inventory(scope);
  const trading = reached.filter((listed) => listed.trading).map(({ name }) => name);
  if (scope.service === null) return { ...scope, trading };
  const [only, ...others] = reached;
  if (!only || others.length > 0)
    throw new UserError(`${scope.service} has ${reached.length} services: choose one of them.`);
  const openFindings = await app.records.openFindings();
  const critical = openFindings.some((each) => each.service === only.name && each.severity === 'CRITICAL');
  if (only.trading && critical)
    throw new UserError(
      `${only.name} is a trading service and has a CRITICAL finding, which is never silenced. If you know about it, type /ack.`,
    );
  return { service: only.name, machine: null, trading };
}
