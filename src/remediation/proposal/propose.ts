import type { Manifest } from '../../inventory/manifest.ts';
import { catalogue } from '../../findings/catalogue.ts';
import type { Found } from '../../findings/finding.ts';
import { refuse } from '../refusal.ts';
import { readEvidence, sealOf } from '../guard/evidence.ts';
import { inspectScript } from '../guard/program.ts';
import type { Refusal } from '../refusal.ts';
import type { Action } from '../actions/action.ts';
import { actingHost, hostText } from '../machine/hosts.ts';
import type { Logins } from '../machine/logins.ts';
import { reach } from '../machine/reach.ts';
import type { QueryMachine } from '../machine/query-machine.ts';
import type { Reprobed } from '../machine/reprobed.ts';
import type { Proposal } from '../plan.ts';
import { notThroughSite } from '../policy.ts';
import { startedTrading } from '../started.ts';
import { claimsOn } from '../trading.ts';
import { asOneMachine } from '../machine/twins.ts';

type Scene = { manifest: Manifest; seen: Reprobed; finding: Found; action: Action };
type Tools = { queryMachine: QueryMachine; logins: Logins };

/** What would run for a finding, and everything it would touch, as of now; or why nothing can. */
export async function propose(scene: Scene, tools: Tools): Promise<Proposal | Refusal> {
  const { manifest, seen, finding, action } = scene;
  const { service, machine, facts } = seen;
  if (machine.site !== undefined) return refuse(notThroughSite(machine.name, machine.site));
  if (seen.unreachable !== null) return refuse(`${machine.name} does not answer: ${seen.unreachable}`);
  if (!catalogue[finding.type].actions.includes(action.name))
    return refuse(`${action.name} does not answer ${finding.type}`);
  if (!action.applies(service))
    return refuse(`${service.name} has nothing in the manifest to ${action.title}`);
  // Without the process table, it is not known whose processes it would touch.
  if (!facts.processes?.ok) return refuse(`the processes of ${machine.name} could not be seen`);
  const context = { finding, service, machine, facts };
  const draft = action.plan(context);
  if ('refused' in draft) return draft;
  if (seen.twins.uncertain !== null) return refuse(seen.twins.uncertain);
  const placed = asOneMachine(manifest, machine.name, seen.twins.names);
  const claims = claimsOn(placed, machine.name);
  const printed = await tools.queryMachine(manifest, machine, inspectScript(draft.argv, claims));
  if (typeof printed !== 'string') return printed;
  const evidence = readEvidence(printed);
  if (evidence === null) return refuse('what it would touch could not be seen: the answer was cut off');
  if (evidence.parts.get('mark')?.[0] !== 'ready')
    return refuse(
      `${machine.name} cannot record that it ran: its login must be able to write to /var/tmp. A guard of its own must be this version’s (driftwatch guard)`,
    );
  const around = action.surroundings(evidence, draft);
  if ('refused' in around) return around;
  const names = [...draft.touches, ...around.touches];
  const { commands, shared } = reach(seen, draft.pids, names);
  return {
    plan: {
      finding: finding.id,
      action: action.name,
      service: service.name,
      machine: machine.name,
      host: hostText(actingHost(manifest, machine, tools.logins)),
      argv: draft.argv,
      seal: sealOf(evidence.approved),
    },
    touches: [...names, ...commands],
    shared: [...new Set([...shared, ...startedTrading(placed, machine.name, around.starts)])],
    twins: seen.twins.names,
    starts: around.starts,
    guarded: { claims, approved: evidence.approved },
  };
}
