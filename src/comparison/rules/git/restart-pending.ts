import type { Service } from '../../../inventory/manifest.ts';
import type { ServiceDeviation, ServiceJudgement, ServiceRule, Situation } from '../../rule.ts';
import { humanDuration, isoInstant } from '../../../time/instant.ts';
import { revisionOf, sameRevision } from '../../../text/revision.ts';
import { quotable } from '../../../text/observed-text.ts';
import { checkoutOf, headAtStart, headsAround, sameOwnPaths } from '../../readings/git/checkout-of.ts';
import { startedAt, startedSince } from '../../readings/git/started-at.ts';
import type { Checkout } from '../../readings/git/checkout-of.ts';
import type { Laid } from '../../readings/git/laid-release-of.ts';
import { revisionIn } from '../../readings/git/release-of.ts';
import { runningVersion } from '../../readings/git/running-revision.ts';
import { advised, place, restartAdvice, shortSha } from '../../sentences.ts';

/** A service was restarted after its checkout moved: until then the old code runs. */
export const restartPending: ServiceRule = {
  name: 'restart-pending',
  types: ['restart_pending'],
  when: 'full_audit',
  judgeService,
};

const nothing: ServiceJudgement = { deviations: [], gaps: [] };

function judgeService(situation: Situation, service: Service): ServiceJudgement {
  const checkout = checkoutOf(situation, service);
  if (!checkout?.ok || (checkout.value.head === null && checkout.value.laid === null)) return nothing;
  const started = startedAt(situation, service, checkout.value);
  const fact = 'restart since the checkout moved';
  if (started === null) {
    const detail = `when ${service.name} started is not known: give its process in the manifest, or report uptime_seconds`;
    return { deviations: [], gaps: [{ of: 'start', fact, detail, of_running: true }] };
  }
  const { laid } = checkout.value;
  if (laid !== null) return judgeLaid(situation, service, checkout.value, laid, started);
  const before = headAtStart(checkout.value, started);
  if (before === 'unknown') {
    const detail = `the reflog of HEAD in ${service.checkout ?? ''} does not reach back to the start of ${service.name}. It is off (core.logAllRefUpdates), has expired (gc.reflogExpire), or has times in the future`;
    return { deviations: [], gaps: [{ of: 'start', fact, detail }] };
  }
  const head = checkout.value.head ?? '';
  if (before.at === null || before.sha === head) return nothing;
  if (before.sha !== null && sameOwnPaths(checkout.value, head).includes(before.sha)) return nothing;
  if (loadedTheHead(situation, service, checkout.value, started)) return nothing;
  return { deviations: [deviationOf(service, checkout.value, started, before)], gaps: [] };
}

/** For a release without git, only the time of its deployment is known. */
function judgeLaid(
  situation: Situation,
  service: Service,
  { now }: Checkout,
  laid: Laid,
  started: number,
): ServiceJudgement {
  const since = startedSince(situation, service);
  if (since === true || saysThat(situation, service, laid)) return nothing;
  if (since === 'unknown') {
    const file = quotable(laid.file, 200);
    const detail =
      laid.written_at === null
        ? `the machine does not say when ${file} was written`
        : `${file} or a link to it was touched after it was written, and ${service.name} started in between`;
    const fact = 'restart since the release was deployed';
    return { deviations: [], gaps: [{ of: 'start', fact, detail }] };
  }
  const moved = laid.written_at ?? now;
  const version = laid.version === null ? 'another version' : versionText(laid.version);
  return {
    deviations: [
      {
        type: 'restart_pending',
        property: 'start',
        ...advised(
          `${place(service)} has run for ${humanDuration(now - started)}, but ${version} was deployed to ${service.checkout ?? ''} ${humanDuration(now - moved)} ago: the running code is older than the code there.`,
          restartAdvice(service, 'Restart it.'),
        ),
        expected: `started from ${version}`,
        actual: 'started before it',
        evidence: {
          checkout: service.checkout,
          version: laid.version,
          file: quotable(laid.file, 200),
          moved_at: isoInstant(moved * 1000),
          started_at: isoInstant(started * 1000),
        },
      },
    ],
    gaps: [],
  };
}

function versionText(version: string): string {
  return revisionOf(version) === null ? quotable(version, 80) : shortSha(version.toLowerCase());
}

/** Does the service itself report the version in the file? */
function saysThat(situation: Situation, service: Service, { version }: Laid): boolean {
  const told = runningVersion(situation, service)?.revision;
  const laid = revisionIn(situation, service, version);
  return told?.by === 'commit' && laid?.by === 'commit' && sameRevision(told.sha, laid.sha);
}

/** Did it move while the service was starting, and does the service report the new commit? */
function loadedTheHead(situation: Situation, service: Service, checkout: Checkout, started: number): boolean {
  const told = runningVersion(situation, service)?.revision;
  const head = checkout.head ?? '';
  if (told?.by !== 'commit' || !sameRevision(told.sha, head)) return false;
  return headsAround(checkout, started).includes(head);
}

function deviationOf(
  service: Service,
  checkout: { head: string | null; now: number },
  started: number,
  before: { sha: string | null; at: number | null },
): ServiceDeviation {
  const head = checkout.head ?? '';
  const moved = before.at ?? checkout.now;
  const from = before.sha === null ? '' : ` from ${shortSha(before.sha)}`;
  const since = humanDuration(checkout.now - moved);
  return {
    type: 'restart_pending',
    property: 'start',
    ...advised(
      `${place(service)} has run for ${humanDuration(checkout.now - started)}, but ${service.checkout ?? ''} moved${from} to ${shortSha(head)} ${since} ago: the running code is older than the code there.`,
      restartAdvice(service, 'Restart it.'),
    ),
    expected: `started from ${head}`,
    actual: before.sha === null ? 'started before it' : `started from ${before.sha}`,
    evidence: {
      checkout: service.checkout,
      head,
      head_at_start: before.sha,
      moved_at: isoInstant(moved * 1000),
      started_at: isoInstant(started * 1000),
    },
  };
}
