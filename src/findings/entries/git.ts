import { epochMs } from '../../time/instant.ts';
import { high } from '../entry.ts';
import type { CatalogueEntry, Weighed } from '../entry.ts';
import type { Severity } from '../severity.ts';

/** What tells which commit runs, and where it stands on its branch. */
const commit = ['local_health', 'health', 'checkout', 'containers', 'repository', 'running_commit'] as const;

/** The types of category git: what runs, beside its branch. */
export const git = {
  git_drift: {
    category: 'git',
    severity: driftSeverity,
    transient: false,
    hidden_while_down: true,
    rests_on: commit,
    roles: ['undeployed', 'due_after_merge', 'cure_interrupts'],
    actions: [],
    title: '{who} is behind its branch',
    titles: '{who} are behind their branch',
    facts: ['{sentence}'],
    cure: 'Deploy the branch as you always do.',
    docs: 'findings.md#git_drift',
  },
  git_ahead: {
    category: 'git',
    severity: high,
    transient: false,
    hidden_while_down: true,
    rests_on: commit,
    roles: ['undeployed', 'cure_interrupts'],
    actions: [],
    title: '{who} runs commits its branch lacks',
    titles: '{who} run commits their branch lacks',
    facts: ['Commits not on the branch: {commits_ahead}', 'Runs {actual}; the branch is at {expected}'],
    cure: 'Merge what runs, or deploy the branch.',
    docs: 'findings.md#git_ahead',
  },
  git_diverged: {
    category: 'git',
    severity: high,
    transient: false,
    hidden_while_down: true,
    rests_on: commit,
    roles: ['undeployed', 'cure_interrupts'],
    actions: [],
    title: '{who} and its branch have diverged',
    titles: '{who} have diverged from their branch',
    facts: [
      'Its own commits: {commits_ahead}; missing: {commits_behind}',
      'Runs {actual}; the branch is at {expected}',
    ],
    cure: 'Save its own commits, then deploy the branch.',
    docs: 'findings.md#git_diverged',
  },
  git_unknown_commit: {
    category: 'git',
    severity: high,
    transient: false,
    hidden_while_down: true,
    rests_on: commit,
    roles: ['undeployed', 'cure_interrupts'],
    actions: [],
    title: '{who} runs an unknown commit',
    titles: '{who} run unknown commits',
    facts: ['Runs {actual}, which the repository lacks', 'The branch is at {expected}'],
    cure: 'Find who built it, get it pushed, then deploy.',
    docs: 'findings.md#git_unknown_commit',
  },
  version_unknown: {
    category: 'git',
    severity: high,
    transient: false,
    hidden_while_down: true,
    rests_on: commit,
    roles: ['undeployed'],
    actions: [],
    title: '{who} reports no commit',
    titles: '{who} report no commit',
    facts: ['Reports {actual}; expected {expected}'],
    cure: 'Report the git SHA of the build as `version`.',
    docs: 'findings.md#version_unknown',
  },
  dirty_build: {
    category: 'git',
    severity: high,
    transient: false,
    hidden_while_down: true,
    rests_on: commit,
    roles: [],
    actions: [],
    title: '{who} runs uncommitted changes',
    titles: '{who} run uncommitted changes',
    facts: ['Reports {actual}'],
    cure: 'Commit what is wanted, then build from a clean checkout.',
    docs: 'findings.md#dirty_build',
  },
  checkout_dirty: {
    category: 'git',
    severity: high,
    transient: false,
    hidden_while_down: false,
    rests_on: ['checkout'],
    roles: [],
    actions: [],
    title: 'Files of {who} were edited in place',
    titles: '{who} had files edited in place',
    facts: ['{actual} in {checkout}', 'Changed: {files}'],
    cure: 'Commit the changes and deploy, or undo them.',
    docs: 'findings.md#checkout_dirty',
  },
  checkout_off_branch: {
    category: 'git',
    severity: high,
    transient: false,
    hidden_while_down: false,
    rests_on: ['checkout', 'repository'],
    roles: ['cure_interrupts'],
    actions: [],
    title: 'The checkout of {who} is off its branch',
    titles: '{who} have a checkout off its branch',
    facts: ['{checkout}: {actual}', 'Expected {expected}'],
    cure: 'Switch the checkout to {expected} and deploy, or correct `branch`.',
    docs: 'findings.md#checkout_off_branch',
  },
  restart_pending: {
    category: 'git',
    severity: high,
    transient: false,
    hidden_while_down: true,
    rests_on: ['processes', 'checkout', 'start'],
    roles: ['undeployed', 'cure_interrupts'],
    actions: ['restart-launchd-job', 'restart-systemd-unit'],
    title: '{who} runs older code than its checkout',
    titles: '{who} run older code than their checkout',
    facts: ['Started {started_at}, new code came {moved_at}'],
    cure: 'Restart {who}.',
    docs: 'findings.md#restart_pending',
  },
  version_mismatch: {
    category: 'git',
    severity: high,
    transient: false,
    hidden_while_down: true,
    rests_on: commit,
    roles: ['undeployed', 'cure_interrupts'],
    actions: [],
    title: '{who} names more than one commit',
    titles: '{who} name more than one commit',
    facts: [
      '{commits.0.source}: {commits.0.sha}',
      '{commits.1.source}: {commits.1.sha}',
      '{commits.2.source}: {commits.2.sha}',
    ],
    cure: 'Find out which commit runs, then deploy the branch without the build cache.',
    docs: 'findings.md#version_mismatch',
  },
} satisfies Record<string, CatalogueEntry>;

const DAY_MS = 86_400_000;
/** Up to this many missing commits is little drift (DESIGN 6). */
const FEW_COMMITS = 2;

function driftSeverity({ tier, trading, measured, now }: Weighed): Severity {
  if (trading || tier === 'CRITICAL') return 'CRITICAL';
  const { commits_behind: behind, oldest_missing: oldest } = measured;
  if (behind === undefined || behind > FEW_COMMITS) return 'HIGH';
  if (tier === 'LOW') return 'LOW';
  // An age that nobody knows counts as old.
  const young = typeof oldest === 'string' && now - epochMs(oldest) <= DAY_MS;
  return young ? 'LOW' : 'HIGH';
}
