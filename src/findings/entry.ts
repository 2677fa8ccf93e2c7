import type { z } from 'zod';
import type { ActionName } from './action-name.ts';
import type { FactName } from './fact-name.ts';
import type { Category } from './category.ts';
import type { Measured } from './measured.ts';
import type { Severity } from './severity.ts';

/** By the service's risk tier, and for a service that trades. */
export type Severities = Record<Severity, Severity> & { trading: Severity };

/** What a severity may depend on. `now` is in ms since the epoch. */
export type Weighed = {
  tier: Severity;
  trading: boolean;
  measured: Measured;
  now: number;
};

/**
 * Other properties of a type:
 * `mild`: says nothing about what runs now, so a service that could not be seen stays unknown.
 * `down`: the service cannot answer, so `hidden_while_down` types cannot be seen.
 * `stopped`, `stopped_unless_answered`: the service does not run (the latter: unless one of its endpoints answered).
 * `fails_dependents`: whatever needs the service or the machine fails too. `follows_dependency`: may be such a failure.
 * `undeployed`: the branch's head does not run yet. `due_after_merge`: normal until a merge is deployed.
 * `cure_interrupts`: the cure restarts or stops something that runs, or starts something that may trade.
 * `absence`: something was not found, so only a machine that was reached can confirm it.
 * `declared_mode`: a file's mode is not the one in the manifest.
 * `content_differs`: the image's commit may match while its files do not.
 * `of_driftwatch`: is about Driftwatch itself, and raised outside the rules, by the part that notices it.
 * `of_site`: is about a site, which its evidence names.
 * `no_connection`, `no_answer`: nothing was read from the machine; over when SSH connects, or when anything answers.
 */
export type Role =
  | 'mild'
  | 'down'
  | 'stopped'
  | 'stopped_unless_answered'
  | 'fails_dependents'
  | 'follows_dependency'
  | 'undeployed'
  | 'due_after_merge'
  | 'absence'
  | 'content_differs'
  | 'of_driftwatch'
  | 'of_site'
  | 'declared_mode'
  | 'no_connection'
  | 'no_answer'
  | 'cure_interrupts';

/** A finding, without what all findings of the type share; no `summary` if the title says the same. */
export type Example = {
  expected: string | null;
  actual: string | null;
  evidence: Record<string, z.core.util.JSONType>;
  service?: string | null;
  machine?: string | null;
  severity?: Severity;
  summary?: string;
  advice?: string;
  /** evidence that only some findings of the type have */
  sometimes?: readonly string[];
};

/** Markdown. A list is wrapped text: a line that starts with `- ` begins an item, an empty one a paragraph. */
export type Prose = string | readonly string[];

/** The type's words in the documentation: its section of docs/findings.md, and its place in README (`npm run docs`). */
export type Documentation = {
  /** for README, without a full stop: `its health check fails` */
  brief: string;
  /** which severity it has when, if the catalogue's table does not say it all */
  severity?: Prose;
  means: Prose;
  likely_cause: Prose;
  /** what looks similar but is not reported */
  not_reported?: Prose;
  cure: Prose;
  goes_away: Prose;
};

/** All that is known about one finding type. A missing field does not compile. */
export type CatalogueEntry = {
  category: Category;
  severity: Severities | ((weighed: Weighed) => Severity);
  /** A restart or a hiccup may cause it for a moment: the bot checks twice before it reports it. */
  transient: boolean;
  /** It cannot be seen while the service is `down`. */
  hidden_while_down: boolean;
  /** If one of these was not seen, it is not resolved. When in doubt, list one more: the finding just stays open longer. */
  rests_on: readonly [FactName, ...FactName[]];
  roles: readonly Role[];
  /** actions that a person may be offered */
  actions: readonly ActionName[];
  /** at most 60 characters: `{who}` is the service, or the machine; `{expected}` and `{actual}` are the finding's */
  title: string;
  /** the same for several: `{who}` is a list or a number, such as `apib and webapp` */
  titles: string;
  /**
   * What people need to decide, at most three short lines. The same placeholders, `{sentence}` (the finding's, without
   * the advice), and paths into its evidence: `{failed.0.detail}` of the first, `{failed.detail}` of all,
   * `{trees?extra.pid}` of those marked so, `{detail|details}` the first that is known. A line with an unknown
   * placeholder is not shown.
   */
  facts: readonly string[];
  /** less important: in small type next to the machine */
  aside?: string;
  /** one line, imperative; the same placeholders */
  cure: string;
  /** what its rule usually says: docs/messages.md shows it, and the tests compare each finding of the rule with it */
  example: Example;
  docs: Documentation;
};

/** HIGH, and CRITICAL for a trading service. */
export const high = { CRITICAL: 'HIGH', HIGH: 'HIGH', LOW: 'HIGH', trading: 'CRITICAL' } satisfies Severities;
/** `CRITICAL`, whatever the service. */
export const critical = {
  CRITICAL: 'CRITICAL',
  HIGH: 'CRITICAL',
  LOW: 'CRITICAL',
  trading: 'CRITICAL',
} satisfies Severities;
/** `LOW`, whatever the service. */
export const low = { CRITICAL: 'LOW', HIGH: 'LOW', LOW: 'LOW', trading: 'LOW' } satisfies Severities;
/** CRITICAL, and HIGH for risk tier LOW. */
export const byTier = { ...critical, LOW: 'HIGH' } satisfies Severities;

/** The actions that restart something. */
export const restarts = [
  'restart-container',
  'restart-launchd-job',
  'restart-systemd-unit',
] as const satisfies readonly ActionName[];
