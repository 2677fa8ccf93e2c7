import { affectsNothing } from '../../findings/affects.ts';
import { couldSee } from '../../report/could-see.ts';
import { actions } from '../actions/index.ts';
import type { Approval, Outcome } from '../approval.ts';
import type { Reprobed } from '../machine/reprobed.ts';
import type { Tools } from '../tools.ts';

type Seen = Pick<Outcome, 'finding' | 'detail'>;

/** ms before each look: a restarted service needs a moment to answer, and some need longer. */
const PAUSES_MS = [2000, 5000, 15_000, 30_000];

/**
 * Is the finding of an approval gone? Yes only if the service has settled, and the finding would have been seen: what could
 * not be checked is not fixed.
 * @param before what was seen while the finding was open; null if not known
 */
export async function verify(
  approval: Approval,
  before: Reprobed | null,
  tools: Tools,
  pauses: readonly number[] = PAUSES_MS,
): Promise<Seen> {
  let last: Seen = { finding: 'unseen', detail: null };
  for (const ms of pauses) {
    await tools.pause(ms);
    last = await once(approval, before, tools);
    if (last.finding === 'gone') break;
  }
  return last;
}

async function once(approval: Approval, before: Reprobed | null, tools: Tools): Promise<Seen> {
  const { manifest } = await tools.source.current();
  const service = manifest.services.find(({ name }) => name === approval.service);
  if (!service) return { finding: 'unseen', detail: 'the service is no longer in the manifest' };
  const seen = await tools.reprobe(manifest, service);
  if (seen.findings.some(({ id }) => id === approval.finding?.id)) return { finding: 'stands', detail: null };
  const subject = { service: service.name, machine: service.machine, affects: affectsNothing };
  if (approval.finding === null || !couldSee({ ...subject, type: approval.finding.type }, seen.coverage))
    return {
      finding: 'unseen',
      detail: seen.unreachable ?? 'not every fact that it depends on could be seen',
    };
  if (!actions[approval.action].settled(service, seen.facts))
    return { finding: 'unseen', detail: 'it has not settled yet' };
  const moved = before?.pid !== null && seen.pid !== null && before?.pid !== seen.pid;
  return {
    finding: 'gone',
    detail: moved && before ? `its pid was ${before.pid}, and is ${seen.pid} now` : null,
  };
}
