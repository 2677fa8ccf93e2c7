import type { Service } from '../../../inventory/manifest.ts';
import { quotable } from '../../../text/observed-text.ts';
import type { HealthAnswer, HealthStatement } from '../../../facts/health-answer.ts';
import { countWords, toneOf } from './health-words.ts';
import type { Tone } from './health-words.ts';

/** What a body says about its service; `because` quotes it for people. A good answer needs no reason. */
export type HealthVerdict = { tone: 'good' } | { tone: Exclude<Tone, 'good'>; because: string };

type Heard = HealthStatement & { tone: Tone };

/**
 * Judges a body as an operator would: the statement about the whole counts first, and a failing part of a good whole is a
 * degradation. @returns null if the body says nothing
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

/** An unclear statement about the whole must not hide a failing part. */
function orParts(whole: Heard, parts: readonly Heard[]): HealthVerdict {
  const part = worst(parts.filter(({ tone }) => tone === 'bad' || tone === 'degraded'));
  return told(part ?? whole);
}

function told({ tone, ...statement }: Heard): HealthVerdict {
  return tone === 'good' ? { tone } : { tone, because: `it says ${quoted(statement)}` };
}

/** A good word decides next to an unknown one: `{"ok":true,"state":"leader"}`. */
const order: readonly Tone[] = ['bad', 'degraded', 'good', 'unclear'];

function worst(heard: readonly Heard[]): Heard | null {
  return heard.toSorted((one, other) => order.indexOf(one.tone) - order.indexOf(other.tone))[0] ?? null;
}

/** An indicator of trouble, as of statuspages: none is good. */
const NO_TROUBLE = /(?:^|\.)indicator$/i;

/** @returns null if the statement says nothing */
function toneOfStatement({ at, kind, value, part }: HealthStatement, good: readonly string[]): Tone | null {
  if (good.some((word) => sameWord(word, String(value)))) return 'good';
  if (kind === 'error') return isNothing(value) || saysNoError(value) ? null : 'bad';
  if (isNothing(value) && NO_TROUBLE.test(at)) return 'good';
  if (isNothing(value)) return kind === 'check' || part || at === '' ? null : 'unclear';
  if (typeof value === 'boolean') return value ? 'good' : 'bad';
  const word = String(value).trim();
  if (part && /^busy$/i.test(word)) return null;
  if (kind === 'flag') return flagTone(word);
  if (kind === 'check') return checkTone(word);
  return /^[01]$/.test(word) ? 'unclear' : toneOf(word);
}

/** 1 and 0 mean true and false; a count says nothing. */
function flagTone(word: string): Tone | null {
  if (/^\d/.test(word)) return Number(word) === 1 ? 'good' : Number(word) === 0 ? 'bad' : null;
  return toneOf(word);
}

/** Under the service's own keys only a plain word counts: `mode: "partial refunds are down"` says nothing about it. */
function checkTone(word: string): Tone | null {
  const tone = toneOfPlain(word);
  if (tone !== 'unclear') return tone;
  // `FAIL: lag 300 s`: a reason behind the word
  const [head = '', reason] = word.split(/:(.*)/s);
  const told = reason === undefined ? 'unclear' : toneOfPlain(head);
  return told === 'bad' || told === 'degraded' ? told : null;
}

function toneOfPlain(word: string): Tone {
  return /^[\w\s-]+$/.test(word) && countWords(word) <= 3 ? toneOf(word) : 'unclear';
}

/** `{"error":"no error"}`, `{"error":"0"}` */
function saysNoError(value: HealthStatement['value']): boolean {
  return /^(?:0|false)$/i.test(String(value).trim()) || (value !== true && toneOf(String(value)) === 'good');
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
