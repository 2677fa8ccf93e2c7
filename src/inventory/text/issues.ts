import type { z } from 'zod';
import { knownKeysAt, memberOf } from './known-keys.ts';
import { didYouMean } from './nearest.ts';
import { quoted } from './problem.ts';
import type { Problem } from './problem.ts';

type Issue = z.core.$ZodIssue;

/** Checks a value with our wording: an issue's message says what is expected. */
export function checked<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): z.ZodSafeParseResult<z.output<Schema>> {
  return schema.safeParse(value, { error: wanted });
}

/** Turns the issues of `checked` into problems: where, what was found, and what is expected. */
export function problemsOf(issues: readonly Issue[], value: unknown, schema: z.ZodType): Problem[] {
  // a misspelt key explains a missing field
  const unknownFirst = [...issues].sort((one, other) => rankOf(one) - rankOf(other));
  return unknownFirst.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return { path: issue.path, text: wordingOf(issue, value) };
    const known = knownKeysAt(schema, issue.path);
    return issue.keys.map((key) => ({
      path: [...issue.path, key],
      text: `unknown key${cureOf(key, known)}`,
    }));
  });
}

function rankOf(issue: Issue): number {
  return issue.code === 'unrecognized_keys' ? 0 : 1;
}

function cureOf(key: string, known: string[]): string {
  return didYouMean(key, known) || (known.length > 0 ? `: known here are ${known.join(', ')}` : '');
}

function wordingOf(issue: Issue, value: unknown): string {
  const found = valueAt(value, issue.path);
  if (issue.code === 'invalid_key')
    return `the name ${issue.issues.map(({ message }) => message).join(' and ')}`;
  if (found === undefined) return `missing: it ${issue.message}`;
  const meant =
    issue.code === 'invalid_value' && typeof found === 'string' ? didYouMean(found, wordsOf(issue)) : '';
  return `${issue.message}, found ${shown(found, issue.path)}${meant}`;
}

/** What is expected, if the schema has no message for it. */
function wanted(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_value') return `must be one of ${wordsOf(issue).join(', ')}`;
  if (issue.code === 'too_small') return `must ${sizeOf(issue.origin, 'at least', Number(issue.minimum))}`;
  if (issue.code === 'too_big') return `must ${sizeOf(issue.origin, 'at most', Number(issue.maximum))}`;
  if (issue.code !== 'invalid_type') return undefined;
  return `must be ${typeNames[issue.expected] ?? issue.expected}`;
}

function wordsOf(issue: Pick<z.core.$ZodIssueInvalidValue, 'values'>): string[] {
  return issue.values.map(String);
}

function sizeOf(origin: string, bound: string, size: number): string {
  if (origin === 'string')
    return size === 1 && bound === 'at least' ? 'not be empty' : `have ${bound} ${size} characters`;
  if (origin === 'array') return `hold ${bound} ${size} ${size === 1 ? 'entry' : 'entries'}`;
  return `be ${bound} ${size}`;
}

const typeNames: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping of keys to values',
  record: 'a mapping of names to values',
};

/** What was found; only its type if it may be a secret. */
function shown(value: unknown, path: readonly PropertyKey[]): string {
  if (value === null) return 'nothing (null)';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return 'something else';
  if (value === '') return 'empty text';
  return path.some((key) => /header|url|repo/i.test(String(key))) ? 'other text' : quoted(value);
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let here = value;
  for (const key of path) here = memberOf(here, key);
  return here;
}
