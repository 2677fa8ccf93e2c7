import type { Severity } from '../../severity.ts';
import { epochMs } from '../../../time/instant.ts';
import type { CatalogueEntry, Weighed } from '../../entry.ts';
import { commitFacts, exampleCommits } from './commits.ts';

export const gitDrift = {
  category: 'git',
  severity: driftSeverity,
  transient: false,
  hidden_while_down: true,
  rests_on: commitFacts,
  roles: ['undeployed', 'due_after_merge', 'cure_interrupts'],
  actions: [],
  title: '{who} is behind its branch',
  titles: '{who} are behind their branch',
  facts: ['{sentence}'],
  cure: 'Deploy the branch as usual.',
  example: { ...exampleCommits, service: 'akashic-records' },
  docs: {
    brief: 'the running commit is behind its branch',
    severity: [
      'CRITICAL for risk_tier CRITICAL. For HIGH: HIGH when more than 2 commits are missing or the',
      'oldest missing one is over a day old, else LOW. For LOW: HIGH when more than 2 are missing,',
      'else LOW. Trading: CRITICAL.',
    ],
    means: 'the running commit is behind its branch.',
    likely_cause:
      'merged but never deployed; a deployment that failed half-way; a restart from an old image.',
    cure: 'read what is missing (`git log RUNNING..origin/main`), then deploy the branch as usual.',
    goes_away: "when the service reports the branch's head.",
  },
} satisfies CatalogueEntry;

const DAY_MS = 86_400_000;
/** Up to this many missing commits count as little drift (DESIGN 6). */
const FEW_COMMITS = 2;

function driftSeverity({ tier, trading, measured, now }: Weighed): Severity {
  if (trading || tier === 'CRITICAL') return 'CRITICAL';
  const { commits_behind: behind, oldest_missing: oldest } = measured;
  if (behind === undefined || behind > FEW_COMMITS) return 'HIGH';
  if (tier === 'LOW') return 'LOW';
  // An unknown age counts as old.
  const young = typeof oldest === 'string' && now - epochMs(oldest) <= DAY_MS;
  return young ? 'LOW' : 'HIGH';
}
