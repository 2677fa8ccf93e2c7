import type { Service } from '../../../inventory/manifest.ts';
import { quotable } from '../../../text/observed-text.ts';
import type { ServiceDeviation } from '../../rule.ts';
import { checkoutOf } from '../../readings/git/checkout-of.ts';
import type { Checkout } from '../../readings/git/checkout-of.ts';
import { releaseOf, positionOf } from '../../readings/git/release-of.ts';
import { machineOf } from '../../rule.ts';
import type { ServiceGap, ServiceJudgement, ServiceRule, Situation } from '../../rule.ts';
import { advised, listed, place, restartAdvice, shortSha } from '../../sentences.ts';
import { counted } from '../../../text/counted.ts';

/** A service's checkout is on the service's branch, and nobody edited it in place. */
export const checkoutState: ServiceRule = {
  name: 'checkout-state',
  types: ['checkout_dirty', 'checkout_off_branch'],
  when: 'full_audit',
  judgeService,
};

function judgeService(situation: Situation, service: Service): ServiceJudgement {
  if (service.checkout === null) return { deviations: [], gaps: [] };
  const checkout = checkoutOf(situation, service);
  const gap = (fact: string, detail: string): ServiceGap => ({ of: 'checkout', fact, detail });
  if (!checkout) return { deviations: [], gaps: notRead(situation, service) };
  if (!checkout.ok) return { deviations: [], gaps: [gap('checkout', quotable(checkout.detail, 400))] };
  const { value } = checkout;
  if (value.laid !== null) {
    const detail = `${quotable(value.laid.file, 200)} names no version: write the commit into it, and nothing else`;
    return { deviations: [], gaps: value.laid.version === null ? [gap('released version', detail)] : [] };
  }
  if (value.head === null) return { deviations: [], gaps: [gap('checkout', withoutCommit(service, value))] };
  const unjudged = `${counted(value.unjudged, 'file')} of ${service.checkout ?? ''} may have changed, but could only be compared by running a filter or reading what is denied: run \`git status\` there`;
  const place = branchOf(situation, service, value, value.head);
  return {
    deviations: [...dirty(service, value), ...(place === 'off' ? offBranch(service, value, value.head) : [])],
    gaps: [
      ...(value.unjudged > 0 ? [gap('changes in the checkout', unjudged)] : []),
      ...(place === 'unknown' ? [gap('branch of the checkout', notPlaced(service, value.head))] : []),
    ],
  };
}

function withoutCommit(service: Service, { branch }: Checkout): string {
  return `HEAD of ${service.checkout ?? ''} names branch ${quotable(branch ?? '', 100)}, which has no commit`;
}

function notPlaced(service: Service, head: string): string {
  return `${service.checkout ?? ''} is on no branch, at ${shortSha(head)}. Whether ${service.branch} has that commit is not known: the branch was not fetched there, or the clone is shallow`;
}

/** Gaps of this checkout. probe-failed reports a lost section. */
function notRead(situation: Situation, service: Service): ServiceGap[] {
  const fact = machineOf(situation, service)?.facts.checkout;
  return fact?.ok === false ? [] : [{ of: 'checkout', fact: 'checkout', detail: 'it was not read' }];
}

function dirty(service: Service, checkout: Checkout): ServiceDeviation[] {
  if (checkout.changes === 0) return [];
  const files = checkout.changed.map((file) => quotable(file));
  const count = `${checkout.more ? 'over ' : ''}${counted(checkout.changes, 'changed file')}`;
  return [
    {
      type: 'checkout_dirty',
      property: 'changes in the checkout',
      ...advised(
        `${place(service)} runs from ${service.checkout ?? ''}, which has ${count} that no commit has: ${listed(files)}. The next deployment may lose them or fail on them.`,
        'Commit them, or undo them.',
      ),
      expected: 'no uncommitted changes',
      actual: count,
      evidence: { checkout: service.checkout, files: files.slice(0, 20), changes: checkout.changes },
    },
  ];
}

/** Is it on the service's branch, or at a commit that is part of it? The checkout itself may not have fetched the branch. */
function branchOf(
  situation: Situation,
  service: Service,
  checkout: Checkout,
  head: string,
): 'on' | 'off' | 'unknown' {
  if (checkout.branch !== null) return checkout.branch === service.branch ? 'on' : 'off';
  if (checkout.contained === true) return 'on';
  const release = releaseOf(situation, service);
  const position = release?.ok ? positionOf(release.value, head) : null;
  // A deployment pinned the commit.
  if (position?.ok) return ['identical', 'behind'].includes(position.value.state) ? 'on' : 'off';
  return checkout.contained === null || release?.ok === false || position?.ok === false ? 'unknown' : 'off';
}

function offBranch(service: Service, checkout: Checkout, head: string): ServiceDeviation[] {
  const where =
    checkout.branch === null
      ? `no branch, at ${shortSha(head)}, which is not part of ${service.branch}`
      : `branch ${quotable(checkout.branch, 100)} (${shortSha(head)})`;
  const advice = restartAdvice(service, `Check out ${service.branch}, or merge what is there.`);
  return [
    {
      type: 'checkout_off_branch',
      property: 'branch of the checkout',
      ...advised(
        `${place(service)} runs from ${service.checkout ?? ''}, which is on ${where}; expected ${service.branch}.`,
        advice,
      ),
      expected: service.branch,
      actual: checkout.branch === null ? `detached at ${head}` : quotable(checkout.branch, 100),
      evidence: { checkout: service.checkout, head },
    },
  ];
}
