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
 * Other things that are true of a type:
 * `mild`: says nothing about what runs now, so that a service that could not be seen stays unknown.
 * `down`: the service cannot answer, so that what is `hidden_while_down` cannot be seen.
 * `stopped`, `stopped_unless_answered`: nothing of the service runs (or nothing, unless one of its endpoints answered).
 * `fails_dependents`: what needs the service, or the machine, fails too. `follows_dependency`: may be such a failure.
 * `undeployed`: the branch's head does not run yet. `due_after_merge`: usual until a merge is deployed.
 * `cure_interrupts`: the cure restarts or stops what runs, or starts what may trade.
 * `absence`: something was looked for and not found, so that only a machine that was reached can confirm it.
 * `declared_mode`: a file's mode is not the one that the manifest writes down.
 * `content_differs`: the image's commit may match while its files do not.
 * `of_driftwatch`: is about Driftwatch itself, and raised by the part of it that notices.
 * `no_connection`, `no_answer`: nothing at all was read from the machine; gone when SSH connects, or when anything answers.
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
  | 'declared_mode'
  | 'no_connection'
  | 'no_answer'
  | 'cure_interrupts';

/** A finding, without what every finding of the type shares; `summary` is left out where the title is as good. */
export type Example = {
  expected: string | null;
  actual: string | null;
  evidence: Record<string, z.core.util.JSONType>;
  service?: string | null;
  machine?: string | null;
  severity?: Severity;
  summary?: string;
  advice?: string;
  /** what only some findings of the type have in their evidence */
  sometimes?: readonly string[];
};

/** Markdown. A list is wrapped text: a line that starts with `- ` begins an item, an empty one a paragraph. */
export type Prose = string | readonly string[];

/** The type's words in the documentation: its section of docs/findings.md, and its place in README (`npm run docs`). */
export type Documentation = {
  /** for README, without a full stop: `its health check fails` */
  brief: string;
  /** when it has which severity, where the catalogue's table does not say all of it */
  severity?: Prose;
  means: Prose;
  likely_cause: Prose;
  /** what looks like it, and is not reported */
  not_reported?: Prose;
  cure: Prose;
  goes_away: Prose;
};

/** All that is known of one finding type. A type that lacks a field does not compile. */
export type CatalogueEntry = {
  category: Category;
  severity: Severities | ((weighed: Weighed) => Severity);
  /** A restart or a hiccup shows it for a moment: it is checked twice before it is reported. */
  transient: boolean;
  /** It cannot be seen of a service that is `down`. */
  hidden_while_down: boolean;
  /** Where one of these was not seen, it is not resolved. Rather one too many: it only stays open a little longer. */
  rests_on: readonly [FactName, ...FactName[]];
  roles: readonly Role[];
  /** what a person may be offered for it */
  actions: readonly ActionName[];
  /** at most 60 characters: `{who}` is the service, or the machine; `{expected}` and `{actual}` are the finding's */
  title: string;
  /** the same of several: `{who}` is a list or a number of them, such as `apib and webapp` */
  titles: string;
  /**
   * What people decide by, a short line each, at most three; the same placeholders, `{sentence}` (the finding's own,
   * without the advice), and paths into its evidence: `{failed.0.detail}` of the first, `{failed.detail}` of all,
   * `{trees?extra.pid}` of those that are so, `{detail|details}` the first that is known. A line that lacks one is not shown.
   */
  facts: readonly string[];
  /** of less weight: stands in small type, next to the machine */
  aside?: string;
  /** one line, imperative; the same placeholders */
  cure: string;
  /** what its rule usually says: docs/messages.md shows it, and the tests hold each finding of its rule against it */
  example: Example;
  docs: Documentation;
};

/** `HIGH`, and CRITICAL for a service that trades. */
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

/** What a restart may cure, whatever it is that restarts. */
export const restarts = [
  'restart-container',
  'restart-launchd-job',
  'restart-systemd-unit',
] as const satisfies readonly ActionName[];
