import pLimit from 'p-limit';
import { RepositoryError } from '../../clients/errors.ts';
import { withoutPassword } from '../../clients/git/remote.ts';
import { releaseRequests } from '../../probes/plan.ts';
import type { ReleaseRequest } from '../../probes/request.ts';
import { defaultLimits } from '../../probes/limits.ts';
import { sentence } from '../advice.ts';
import { wholePlan } from '../check.ts';
import type { Check, DoctorContext } from '../check.ts';
import { broken, ok, skipped, warning } from '../result.ts';
import type { Line } from '../result.ts';
import { mergeLines } from '../merge-lines.ts';

/** Each branch of the manifest can be read, and also its CI runs if it becomes an image. */
export const repositories: Check = {
  name: 'repositories',
  async examine(context) {
    const plan = wholePlan(context);
    if (!plan) return [skipped('repositories', 'the manifest cannot be read')];
    const limit = pLimit(defaultLimits.releaseConcurrency);
    const requests = releaseRequests(plan);
    const lines = requests.map((request) => limit(() => examineBranch(request, context)));
    // a refused token is one cause, however many repositories it affects
    return mergeLines((await Promise.all(lines)).flat(), () => true);
  },
  deadlineMs(context) {
    const plan = wholePlan(context);
    const turns = Math.ceil((plan ? releaseRequests(plan).length : 0) / defaultLimits.releaseConcurrency);
    return turns * (defaultLimits.releaseMs + defaultLimits.graceMs);
  },
};

async function examineBranch(
  { repo, branch, services }: ReleaseRequest,
  context: DoctorContext,
): Promise<Line[]> {
  const { repository } = context.clients;
  const deadline = AbortSignal.timeout(defaultLimits.releaseMs);
  const subject = `${withoutPassword(repo)} ${branch}`;
  try {
    const { sha } = await repository.head(repo, branch, deadline);
    const read = ok(subject, `its head is ${sha.slice(0, 7)}`);
    const becomesImage = services.some(({ docker_service }) => docker_service !== null);
    if (!becomesImage || !repository.lastGoodRun) return [read];
    const refused = await repository.lastGoodRun(repo, branch, deadline).then(
      () => null,
      (error: unknown) => refusalOf(error, subject),
    );
    return refused ? [read, { ...refused, status: 'warning' }] : [read];
  } catch (error) {
    return [refusalOf(error, subject)];
  }
}

function refusalOf(error: unknown, subject: string): Line {
  if (!(error instanceof RepositoryError)) throw error;
  const otherwise = 'Check that the address is right and that this computer reaches it.';
  const cure = error.advice.cure === null ? otherwise : sentence(error.advice.cure);
  return error.kind === 'unsupported'
    ? warning(subject, error.unnamed, cure)
    : broken(subject, error.unnamed, cure);
}
