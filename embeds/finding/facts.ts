import { catalogue } from '../../src/findings/catalogue.ts';
import type { Finding } from '../../src/findings/finding.ts';
import { quotable } from '../../src/text/observed-text.ts';
import { humanDuration } from '../../src/time/instant.ts';
import { fits, inert } from '../escape.ts';
import { relative } from './instants.ts';
import { revision } from '../revision.ts';

const SENTENCE_MAX = 700;
const VALUE_MAX = 140;
/** At most this many of a list are named, the rest counted. */
const NAMED = 3;

type Told = Pick<
  Finding,
  'type' | 'service' | 'machine' | 'summary' | 'facts' | 'expected' | 'actual' | 'evidence'
>;

/** What people need to decide, one line each, safe to show. For a finding of an older version: its sentence. */
export function factLines(finding: Told): string[] {
  const known = catalogue[finding.type].facts.flatMap((template) => {
    const line = filled(template, finding);
    return line === null ? [] : [{ template, line }];
  });
  const sentence = inert(sentenceOf(finding), SENTENCE_MAX);
  if (known.length === 0 && sentence !== '') return [sentence];
  return known.flatMap(({ template, line }) => (isInTitle(template, finding) ? [] : [line]));
}

/** What matters less than a fact; null if there is nothing, or it is not known. */
export function asideText(finding: Told): string | null {
  const { aside } = catalogue[finding.type];
  return aside === undefined ? null : filled(aside, finding);
}

/** What a type's title, facts and aside show in full: keys of its evidence, `expected`, `actual`. */
export function toldBy(type: Finding['type']): ReadonlySet<string> {
  const { title, facts, aside = '' } = catalogue[type];
  const paths = [title, ...facts, aside].flatMap((text) =>
    [...text.matchAll(PLACEHOLDER)].map(([, path = '']) => path),
  );
  const both = paths.includes('sentence') ? ['expected', 'actual'] : [];
  return new Set([...paths.filter((path) => /^\w+$/.test(path)), ...both]);
}

/** Does the line name only the service or the machine, which the title names already? */
function isInTitle(template: string, finding: Told): boolean {
  const names: unknown[] = [finding.service, finding.machine];
  const values = [...template.matchAll(PLACEHOLDER)].flatMap(([, path = '']) => valuesAt(path, finding));
  return values.length > 0 && values.every((value) => names.includes(value));
}

/** Do its lines show in full what they quote? */
export function areFactsWhole(finding: Told): boolean {
  const values = catalogue[finding.type].facts.flatMap((template) =>
    [...template.matchAll(PLACEHOLDER)].flatMap(([, path = '']) => valuesAt(path, finding)),
  );
  const isSentence = catalogue[finding.type].facts.includes('{sentence}');
  return (
    (isSentence ? fits(sentenceOf(finding), SENTENCE_MAX) : true) &&
    values.every((value) => typeof value !== 'string' || fits(value, VALUE_MAX))
  );
}

/** Untrusted: it may quote observed text. */
function sentenceOf({ summary, facts = summary }: Told): string {
  return quotable(facts, SENTENCE_MAX + 1);
}

const PLACEHOLDER = /\{([\w.|?]+)\}/g;

/** Null if something that the template names is not known. */
function filled(template: string, finding: Told): string | null {
  let known = true;
  const line = template.replaceAll(PLACEHOLDER, (_all, path: string) => {
    const text = path === 'sentence' ? inert(sentenceOf(finding), SENTENCE_MAX) : listedOf(path, finding);
    known &&= text !== '';
    return text;
  });
  return known ? line : null;
}

function listedOf(path: string, finding: Told): string {
  const texts = valuesAt(path, finding).map((value) => shown(path, value));
  const all = [...new Set(texts)].filter((text) => text !== '');
  const more = all.length > NAMED ? ` and ${all.length - NAMED} more` : '';
  return `${all.slice(0, NAMED).join(', ')}${more}`;
}

function valuesAt(path: string, { expected, actual, evidence }: Told): unknown[] {
  const given = { ...evidence, expected, actual };
  for (const way of path.split('|')) {
    const values = way.split('.').reduce<unknown[]>(step, [given]);
    const known = values.flat().filter((value) => value !== null && value !== undefined && value !== '');
    if (known.length > 0) return known;
  }
  return [];
}

/** One step of a path: a list's index, a member, or for a list the members of all items, or of those with a true mark. */
function step(values: unknown[], part: string): unknown[] {
  const [name = '', mark] = part.split('?');
  if (/^\d+$/.test(name)) return values.slice(Number(name), Number(name) + 1);
  const found = values.flatMap((value) => {
    const member = memberOf(value, name);
    return Array.isArray(member) ? (member as unknown[]) : [member];
  });
  return mark === undefined ? found : found.filter((value) => memberOf(value, mark) === true);
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}

function shown(path: string, value: unknown): string {
  if (typeof value === 'number') return path.endsWith('_seconds') ? humanDuration(value) : String(value);
  if (typeof value !== 'string') return '';
  if (/^(sha256:)?[0-9a-f]{40,64}$/i.test(value)) return revision(value.replace(/^sha256:/, ''));
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value)) return relative(value);
  return inert(value, VALUE_MAX);
}
