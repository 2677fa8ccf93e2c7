import type { Service } from '../../../inventory/manifest.ts';
import { quotable } from '../../../text/observed-text.ts';
import type { HealthAnswer, HealthStatement } from '../../../facts/health-answer.ts';
import { countWords, toneOf } from './health-words.ts';
import type { Tone } from './health-words.ts';

/** What a body says about its service; `because` is for people, and quotes it. A good answer is not reported. */
export type HealthVerdict = { tone: 'good' } | { tone: Exclude<Tone, 'good'>; because: string };

type Heard = HealthStatement & { tone: Tone };

/**
 * Judges what a body says about its state, as an operator does: what it says about the whole goes first, and a part that
 * fails below a good whole is a degradation. @returns null where it says nothing
 */
export function healthVerdict(
  answer: HealthAnswer,
  { good, accept }: Service['health'],
): HealthVerdict | null {
  if (accept === 'page') return null;
  const heard = answer.said.flatMap((statement): Heard[] => {
    const tone = toneOfStatement(statement, good);
    return tone === null ? [] : [{ ...statement, tone }];
  });
  const known =
    answer.format === 'page' ? heard.filter(({ tone }) => tone === 'good' || tone === 'bad') : heard;
  const wholes = known.filter(({ part }) => !part);
  const parts = known.filter(({ part }) => part);
  const whole = worst(wholes);
  if (whole && whole.tone !== 'good') return whole.tone === 'unclear' ? orParts(whole, parts) : told(whole);
  const part = worst(parts.filter(({ tone }) => tone !== 'unclear'));
  if (part && part.tone !== 'good' && whole)
    return { tone: 'degraded', because: `it says ${quoted(whole)}, but ${quoted(part)}` };
  const left = whole ?? part ?? parts[0];
  return left ? told(left) : null;
}

/** A whole that nobody understands hides no part that fails. */
function orParts(whole: Heard, parts: readonly Heard[]): HealthVerdict {
  const part = worst(parts.filter(({ tone }) => tone === 'bad' || tone === 'degraded'));
  return told(part ?? whole);
}

function told({ tone, ...statement }: Heard): HealthVerdict {
  return tone === 'good' ? { tone } : { tone, because: `it says ${quoted(statement)}` };
}

/** A good word next to one that nobody knows decides: `{"ok":true,"state":"leader"}`. */
const order: readonly Tone[] = ['bad', 'degraded', 'good', 'unclear'];

function worst(heard: readonly Heard[]): Heard | null {
  return heard.toSorted((one, other) => order.indexOf(one.tone) - order.indexOf(other.tone))[0] ?? null;
}

/** @returns null for what says nothing */
function toneOfStatement({ at, kind, value, part }: HealthStatement, good: readonly string[]): Tone | null {
  if (good.some((word) => sameWord(word, String(value)))) return 'good';
  if (kind === 'error') return isNothing(value) ? null : 'bad';
  if (isNothing(value)) return part || at === '' ? null : 'unclear';
  if (typeof value === 'boolean') return value ? 'good' : 'bad';
  const word = String(value).trim();
  if (kind === 'flag') return flagTone(word);
  if (kind === 'check') return checkTone(word);
  return /^[01]$/.test(word) ? 'unclear' : toneOf(word);
}

/** 1 and 0 are true and false there; of a count nobody can tell. */
function flagTone(word: string): Tone | null {
  if (/^\d/.test(word)) return Number(word) === 1 ? 'good' : Number(word) === 0 ? 'bad' : null;
  return toneOf(word);
}

/** By a name of the service's own only a plain word counts: `mode: "partial refunds are down"` says nothing of it. */
function checkTone(word: string): Tone | null {
  const tone = /^[\w\s-]+$/.test(word) && countWords(word) <= 3 ? toneOf(word) : 'unclear';
  return tone === 'unclear' ? null : tone;
}

function isNothing(value: HealthStatement['value']): boolean {
  return value === null || /^(?:\s*|none|null|nil|n\/?a|undefined)$/i.test(String(value));
}

function sameWord(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

function quoted({ at, value }: HealthStatement): string {
  const text = quotable(typeof value === 'string' ? value : JSON.stringify(value), 80);
  return at === '' ? `"${text}"` : `${quotable(at, 80)}: ${text}`;
}
