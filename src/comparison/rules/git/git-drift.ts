import type { Service } from '../../../inventory/manifest.ts';
import type { Commit, BranchPosition } from '../../../facts/release.ts';
import type { ServiceDeviation } from '../../rule.ts';
import { quotable } from '../../../text/observed-text.ts';
import { reachOf } from '../../readings/reach.ts';
import { isNumberOnly, releaseOf, positionOf } from '../../readings/git/release-of.ts';
import type { ServiceGap, ServiceJudgement, ServiceRule, Situation } from '../../rule.ts';
import { runningRevision } from '../../readings/git/running-revision.ts';
import { addressText, commitText, listed, place, restartAdvice, shortSha } from '../../sentences.ts';
import { counted } from '../../../text/counted.ts';

/** A service reports that it runs its branch's head. */
export const gitDrift: ServiceRule = {
  name: 'git-drift',
  types: ['git_drift', 'git_ahead', 'git_diverged', 'git_unknown_commit'],
  when: 'full_audit',
  judgeService,
};

function judgeService(situation: Situation, service: Service): ServiceJudgement {
  if (service.repo === null) return { deviations: [], gaps: [] };
  const running = runningRevision(situation, service);
  const release = releaseOf(situation, service);
  const gaps: ServiceGap[] = [];
  const missing = (fact: string, detail: string, over: Partial<ServiceGap> = {}) =>
    gaps.push({ of: 'repository', fact, detail, ...over });
  // No version: the health endpoint does not answer, does not exist, or names something not looked up. Other rules report that.
  const fact = `head of ${service.branch}`;
  if (!release) missing(fact, 'the repository was not read');
  else if (!release.ok) missing(fact, quotable(release.detail), { lost_with: 'repository' });
  if (service.endpoints.length > 0 && reachOf(situation, service.machine) === 'untrusted')
    missing(
      'running commit',
      'the host key of its machine was refused: what answers there may be another machine',
      { of: 'running_commit' },
    );
  const sha = running?.revision.sha;
  if (sha === undefined || !release?.ok) return { deviations: [], gaps };
  const position = positionOf(release.value, sha);
  const place = `position of ${shortSha(sha)} on ${service.branch}`;
  if (!position) missing(place, 'it was not read');
  else if (!position.ok) missing(place, quotable(position.detail), { lost_with: 'repository' });
  if (!position?.ok) return { deviations: [], gaps };
  return { deviations: deviationOf(service, sha, release.value.head, position.value), gaps };
}

function deviationOf(
  service: Service,
  sha: string,
  head: Commit,
  position: BranchPosition,
): ServiceDeviation[] {
  const base = {
    property: 'running commit',
    expected: head.sha,
    actual: sha,
  };
  const branch = `${service.branch} is ${commitText(head)}`;
  if (position.state === 'identical' || isNumberOnly(sha, position)) return [];
  if (position.state === 'unknown_commit') {
    const summary = `${place(service)} is running commit ${shortSha(sha)}, which ${addressText(service.repo ?? '')} does not know; ${branch}. It was never pushed, or its history was rewritten: find out who built it. ${deployAdvice(service)}`;
    return [{ ...base, type: 'git_unknown_commit', summary, evidence: { head: commitEvidence(head) } }];
  }
  const runs = `${place(service)} is running commit ${commitText(position.commit)}`;
  const evidence = evidenceOf(head, position);
  if (position.state === 'behind') {
    const paths =
      service.repo_paths.length === 0
        ? ''
        : ` in ${listed(service.repo_paths.map((path) => quotable(path, 100)))}`;
    const last = lastChange(position.newest_missing ?? head, position.last_file);
    const summary = `${runs}, ${branch}. ${counted(position.behind, 'commit')} behind${paths}. ${last}`;
    const { commits_behind, oldest_missing } = evidence;
    return [{ ...base, type: 'git_drift', summary, evidence, measured: { commits_behind, oldest_missing } }];
  }
  const own = counted(position.ahead, 'commit');
  if (position.state === 'ahead') {
    const summary = `${runs}, ${branch}. ${own} ahead: what runs was never merged. Merge it, or deploy ${service.branch}. ${restartAdvice(service, '')}`;
    return [{ ...base, type: 'git_ahead', summary: summary.trim(), evidence }];
  }
  const summary = `${runs}, ${branch}. The two have diverged: ${own} of its own, ${counted(position.behind, 'commit')} behind. ${deployAdvice(service)}`;
  return [{ ...base, type: 'git_diverged', summary, evidence }];
}

/** The lesson's words: the file that the newest commit changed, and its message. */
function lastChange(head: Commit, file: string | null): string {
  const subject = quotable(head.subject, 120).replace(/[.\s]+$/, '');
  const name = file === null ? '' : quotable(file.slice(file.lastIndexOf('/') + 1), 80);
  return `Last changed: ${[name, subject].filter((part) => part !== '').join(' — ') || 'no message'}.`;
}

function deployAdvice(service: Service): string {
  return restartAdvice(service, `Deploy ${service.branch}, or merge what runs.`);
}

function evidenceOf(head: Commit, position: Exclude<BranchPosition, { state: 'unknown_commit' }>) {
  return {
    running: commitEvidence(position.commit),
    head: commitEvidence(head),
    commits_behind: position.behind,
    commits_ahead: position.ahead,
    oldest_missing: position.oldest_missing?.date ?? null,
    files: position.files.slice(0, 20).map((file) => quotable(file)),
    files_changed: position.files.length,
    compare_url: position.compare_url,
  } satisfies ServiceDeviation['evidence'];
}

function commitEvidence(commit: Commit) {
  return { sha: commit.sha, date: commit.date, subject: quotable(commit.subject), url: commit.url };
}
