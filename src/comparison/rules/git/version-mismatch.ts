import type { Service } from '../../../inventory/manifest.ts';
import { revisionOf, sameRevision } from '../../../text/revision.ts';
import type { ServiceDeviation, ServiceJudgement, ServiceRule, Situation } from '../../rule.ts';
import { epochMs } from '../../../time/instant.ts';
import { checkoutOf, headAtStart, headsAround, sameOwnPaths } from '../../readings/git/checkout-of.ts';
import { startedAt } from '../../readings/git/started-at.ts';
import { containersOf } from '../../readings/containers/containers-of.ts';
import { machineOf } from '../../rule.ts';
import { imageRevision, laidRevision, runningVersion } from '../../readings/git/running-revision.ts';
import { advised, listed, place, restartAdvice, shortSha } from '../../sentences.ts';

/**
 * All sources name the same running commit: /health, the image's label, and the checkout at the time of the service's
 * start. Otherwise one of them is wrong, for example an endpoint that reads its version from the wrong place.
 */
export const versionMismatch: ServiceRule = {
  name: 'version-mismatch',
  types: ['version_mismatch'],
  when: 'full_audit',
  judgeService,
};

/** `or`: other commits that it may equally be */
type Named = { source: string; sha: string; or?: string[] };

function judgeService(situation: Situation, service: Service): ServiceJudgement {
  const all = [healthOf(situation, service), imageOf(situation, service), checkoutShaOf(situation, service)];
  const named = all.filter((each) => each !== null);
  const [first] = named;
  if (!first || named.every((one) => named.every((other) => agree(one, other))))
    return { deviations: [], gaps: [] };
  if (beganDuringAudit(situation, service)) {
    const detail =
      'its container started while it was read, so that one source describes the old and one the new';
    return { deviations: [], gaps: [{ of: 'running_commit', fact: 'running commit', detail }] };
  }
  return { deviations: [deviationOf(service, named)], gaps: [] };
}

/** /health is read first and the engine last: a container that started in between was seen by only one of them. */
function beganDuringAudit(situation: Situation, service: Service): boolean {
  const seen = containersOf(situation, service);
  const duration = machineOf(situation, service)?.duration_ms ?? 0;
  return (seen?.containers ?? []).some(
    ({ started_at }) => started_at !== null && (seen?.now ?? 0) - epochMs(started_at) <= duration,
  );
}

function deviationOf(service: Service, named: Named[]): ServiceDeviation {
  const told = listed(named.map(({ source, sha }) => `${source} ${shortSha(sha)}`));
  return {
    type: 'version_mismatch',
    property: 'commit',
    ...advised(
      `${place(service)} runs an unknown version: ${told}. One of them is wrong; trust none until you know which.`,
      restartAdvice(service, `Deploy ${service.branch} again.`),
    ),
    expected: 'one commit, from every source',
    actual: told,
    evidence: { commits: named.map(({ source, sha }) => ({ source, sha })) },
  };
}

/** Ignores commits known by a tag's number: later builds on the tag may carry it too. Digits alone may be a date or a build number, which cannot be compared with a commit. */
function agree(one: Named, other: Named): boolean {
  const shas = ({ sha, or = [] }: Named) => [sha, ...or];
  if (shas(one).some((sha) => shas(other).some((each) => sameRevision(sha, each)))) return true;
  return [one, other].some(({ sha }) => /^\d+$/.test(sha) && sha.length < 40);
}

function healthOf(situation: Situation, service: Service): Named | null {
  const revision = runningVersion(situation, service)?.revision;
  return revision?.by === 'commit' ? { source: '/health says', sha: revision.sha } : null;
}

function imageOf(situation: Situation, service: Service): Named | null {
  const label = imageRevision(situation, service);
  return label?.revision.by === 'commit'
    ? { source: 'its image was built from', sha: label.revision.sha }
    : null;
}

/** Null if the checkout moved since the start: that is restart_pending. */
function checkoutShaOf(situation: Situation, service: Service): Named | null {
  const laid = laidRevision(situation, service);
  if (laid?.revision.by === 'commit')
    return { source: `${service.checkout ?? ''} contains the release`, sha: laid.revision.sha };
  const checkout = checkoutOf(situation, service);
  if (!checkout?.ok || checkout.value.head === null) return null;
  const started = startedAt(situation, service, checkout.value);
  const before = started === null ? 'unknown' : headAtStart(checkout.value, started);
  const sha = before === 'unknown' ? checkout.value.head : before.sha;
  return sha === null || revisionOf(sha) === null
    ? null
    : {
        source: `${service.checkout ?? ''} ${before === 'unknown' ? 'is' : 'was'} at`,
        sha,
        or: [
          ...(started === null ? [] : headsAround(checkout.value, started)),
          ...sameOwnPaths(checkout.value, sha),
        ],
      };
}
