import { parse } from 'ssh-config';
import { matchesPattern } from './host-keys/known-hosts.ts';

// Of the library only the reading of a line is used: its own evaluation runs the commands of `Match exec`, and nslookup.

/** One `Host` or `Match` line. A criterion's argument is null where it has none. */
type Condition = { host: string[] } | { criteria: [name: string, argument: string | null][] };
type Setting = { when: Condition[]; key: string; values: string[] };

/** The content of ssh_config(5) files, in reading order: for each keyword the first value counts. */
export type SshConfig = {
  settings: Setting[];
  /** of the user that runs Driftwatch */
  home: string;
  localUser: string;
  /** what could not be read, for people */
  warnings: string[];
};

/** The files of an `Include`, each with its text. */
export type Included = (patterns: string[], depth: number) => { text: string }[];

// ssh(1) gives up at the same depth
const DEEPEST = 16;

/** Reads the text of one file. A line that cannot be read is left out. */
export function readSettings(
  text: string,
  included: Included,
  outer: Condition[] = [],
  depth = 0,
): Setting[] {
  const settings: Setting[] = [];
  let when = outer;
  for (const line of text.split(/\r?\n/)) {
    const directive = directiveOf(line);
    if (!directive) continue;
    const { key, values, criteria } = directive;
    if (key === 'host') when = [...outer, { host: values }];
    else if (key === 'match') when = [...outer, { criteria }];
    else if (key === 'include' && depth < DEEPEST)
      for (const file of included(values, depth))
        settings.push(...readSettings(file.text, included, when, depth + 1));
    else if (key !== 'include') settings.push({ when, key, values });
  }
  return settings;
}

type Directive = { key: string; values: string[]; criteria: [string, string | null][] };

function directiveOf(line: string): Directive | null {
  try {
    const [node] = parse(line.trim());
    if (node === undefined || !('param' in node) || node.param === '') return null;
    const { param, value } = node;
    const values = typeof value === 'string' ? [value] : value.map(({ val }) => val);
    if (values.every((each) => each === '')) return null;
    const criteria = 'criteria' in node ? Object.entries(node.criteria) : [];
    return {
      key: param.toLowerCase(),
      values,
      criteria: criteria.map(([name, argument]) => [name.toLowerCase(), argumentOf(argument)]),
    };
  } catch {
    return null;
  }
}

function argumentOf(argument: unknown): string | null {
  if (typeof argument === 'string') return argument;
  if (!Array.isArray(argument) || argument.length === 0) return null;
  return argument.map((each: { val: string }) => each.val).join(',');
}

/** The settings for a host, by keywords in lower case. `user`: the manifest's user. */
export function settingsFor(
  { settings, localUser }: Pick<SshConfig, 'settings' | 'localUser'>,
  host: string,
  user: string | null,
): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const isFinal = settings.some(({ when }) => when.some(asksForFinal));
  for (const final of isFinal ? [false, true] : [false]) {
    for (const { when, key, values } of settings) {
      const name = found.get('hostname')?.[0]?.replaceAll('%h', host) ?? host;
      const login = user ?? found.get('user')?.[0] ?? localUser;
      const facts = { originalhost: host, host: name, user: login, localuser: localUser };
      if (!when.every((condition) => holds(condition, facts, final))) continue;
      if (key === 'identityfile' || key === 'certificatefile')
        found.set(key, [...new Set([...(found.get(key) ?? []), ...values])]);
      else if (!found.has(key)) found.set(key, values);
    }
  }
  return found;
}

function asksForFinal(condition: Condition): boolean {
  return 'criteria' in condition && condition.criteria.some(([name]) => name === 'final');
}

/** A criterion that would run a command, or is unknown, never matches, nor does its negation. */
function holds(condition: Condition, facts: Record<string, string>, final: boolean): boolean {
  if ('host' in condition) return matchesList(condition.host, facts['originalhost'] ?? '');
  return condition.criteria.every(([name, argument]) => {
    if (name === 'all') return true;
    if (name === 'final') return final;
    const fact = facts[name.replace(/^!/, '')];
    if (fact === undefined || argument === null) return false;
    return matchesList(argument.split(','), fact) !== name.startsWith('!');
  });
}

/** ssh_config(5), PATTERNS: one that begins with `!` and matches rules the whole list out. Case counts. */
function matchesList(patterns: readonly string[], text: string): boolean {
  const matches = (pattern: string) => matchesPattern(pattern, text);
  if (patterns.some((pattern) => pattern.startsWith('!') && matches(pattern.slice(1)))) return false;
  return patterns.some((pattern) => !pattern.startsWith('!') && matches(pattern));
}
