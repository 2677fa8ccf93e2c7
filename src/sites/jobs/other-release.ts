import type { z } from 'zod';
import { SITE_LOST, unseen } from '../../facts/observation.ts';
import { AnswerHead, SiteAnswer } from '../protocol/answer.ts';
import { compatibilityOf, tooFar } from '../protocol/release.ts';
import type { Outcome } from './site-jobs.ts';

type Key = PropertyKey;

/** An answer with more to fix is not fixed: each costs time, and it is foreign data. */
const MOST_ISSUES = 1000;

/**
 * What an answer of another release is good for where it does not read as one of this release: a fact that it puts differently
 * is not seen, and what it says next to the facts is dropped. Never a part of a fact: what is not understood of it could change
 * what the rest means. Null: it is of this release, and so it is damaged.
 */
export function ofOtherRelease(site: string, value: unknown, error: z.ZodError, own: string): Outcome | null {
  const head = AnswerHead.safeParse(value);
  if (!head.success || head.data.release === own) return null;
  const theirs = head.data.release;
  const who = `a worker of site ${site}`;
  if (compatibilityOf(own, theirs) === 'apart')
    return { lost: tooFar(who, theirs, own), reason: 'unsupported' };
  const detail = `the worker's release ${theirs} tells this in a way that the bot's ${own} does not know: update the older one`;
  const answer = SiteAnswer.safeParse(mended(value, error, unseen('unsupported', detail, SITE_LOST)));
  if (answer.success) return { answer: answer.data };
  const lost = `${who} has release ${theirs}, whose answer the bot's ${own} cannot read: update the older one`;
  return { lost, reason: 'unsupported' };
}

function mended(value: unknown, error: z.ZodError, stead: unknown): unknown {
  if (error.issues.length > MOST_ISSUES) return null;
  let whole = value;
  for (const { path, ...issue } of error.issues) {
    const fact = factIn(path);
    if (fact !== null) whole = put(whole, fact, stead);
    else if (issue.code === 'unrecognized_keys')
      for (const key of issue.keys) whole = put(whole, [...path, key], undefined);
  }
  return whole;
}

/** The path of the fact or endpoint that a path is in; null where it is in none. */
function factIn(path: readonly Key[]): readonly Key[] | null {
  const [first, second] = path;
  const depth = 3;
  const isFact = (first === 'observation' && second === 'facts') || first === 'health';
  return isFact && path.length >= depth ? path.slice(0, depth) : null;
}

/** A copy with another value at a path, or without what is there. */
function put(whole: unknown, [key, ...rest]: readonly Key[], value: unknown): unknown {
  if (key === undefined) return value;
  if (typeof whole !== 'object' || whole === null || Array.isArray(whole)) return whole;
  const entries = Object.entries(whole).map(([name, old]) => [
    name,
    name === key ? put(old, rest, value) : old,
  ]);
  return Object.fromEntries(entries.filter(([, each]) => each !== undefined));
}
