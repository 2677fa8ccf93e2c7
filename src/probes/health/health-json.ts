import type { HealthReading, HealthStatement } from '../../facts/health-answer.ts';
import { commitIn } from './health-commit.ts';
import { pidOf, uptimeOf, versionOf } from './health-fields.ts';

/**
 * The value of `text` if it is a JSON object or array, else undefined. Skips XSSI guards such as `)]}'`, and unwraps
 * JSONP and JSON that was encoded twice.
 */
export function parseJson(text: string): unknown {
  const called = /^\s*(?:\/\*\*\/\s*)?[\w$.]{1,100}\(\s*(?=[[{])/.exec(text);
  if (called) return parseJson(text.slice(called[0].length).replace(/\)\s*;?\s*$/, ''));
  const [guard = ''] = /^\s*(?:\)\]\}'?,?|while\(1\);|for\(;;\);)?\s*/.exec(text) ?? [];
  const json = text.slice(guard.length);
  const isTwice = /^"\s*[[{]/.test(json);
  if (!isTwice && !/^[[{]/.test(json)) return undefined;
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'string' ? parseJson(value) : value;
  } catch {
    return undefined; // cut off, or merely looks like JSON
  }
}

/**
 * The value at a path of the manifest such as `build.git.sha`, `checks[0].version` or `checks.0.version`.
 * A key that holds dots itself (`git.commit.id`) is found too. @returns undefined where there is none
 */
export function atPath(value: unknown, path: string): unknown {
  const keys = path.replaceAll(/\[(\d+)\]/g, '.$1').split('.');
  let at = value;
  for (const [index, key] of keys.entries()) {
    const rest = keys.slice(index).join('.');
    if (own(at, rest) !== undefined) return own(at, rest);
    at = own(at, key);
  }
  return at;
}

/** The health bodies that are JSON: the lesson's, IETF health+json, Spring's and Quarkus's info. Null if it is none. */
export function readHealthJson(
  body: unknown,
  contentType: string,
  said: readonly HealthStatement[],
): HealthReading | null {
  const pid = pidOf(own(body, 'pid')) ?? pidOf(own(body, 'process', 'pid'));
  const seedUptime = uptimeOf(own(body, 'uptime_seconds'));
  const uptime_seconds = seedUptime ?? uptimeOfCheck(own(body, 'checks'));
  const commit = commitIn(body);

  const release = versionOf(own(body, 'releaseId'));
  const isIetf = release !== null || /^application\/health\+json\b/i.test(contentType);
  const isSeedBeyondDoubt = pidOf(own(body, 'pid')) !== null || seedUptime !== null;
  // draft-inadarei-api-health-check-06, 3.2: there `version` is the interface's, and `releaseId` what was deployed
  const seedVersion = isIetf && !isSeedBeyondDoubt ? null : versionOf(own(body, 'version'));

  const reading = { versions: [seedVersion, release, commit], pid, uptime_seconds };
  if (isSeedBeyondDoubt || seedVersion !== null) return { ...reading, format: 'seed' };
  if (isIetf) return { ...reading, format: 'health+json' };
  const isActuator =
    own(body, 'git', 'commit') !== undefined || pid !== null || own(body, 'components') !== undefined;
  if (isActuator) return { ...reading, format: 'actuator' };
  if (commit !== null) return { ...reading, format: 'seed' };
  return said.length > 0 || uptime_seconds !== null ? { ...reading, format: 'health+json' } : null;
}

/** One level or more of own properties; undefined where the path ends early. */
function own(value: unknown, ...path: string[]): unknown {
  let at: unknown = value;
  for (const key of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = Reflect.get(at, key);
  }
  return at;
}

const secondsIn = new Map<unknown, number>([
  ...['s', 'sec', 'secs', 'second', 'seconds'].map((unit) => [unit, 1] as const),
  ...['ms', 'millisecond', 'milliseconds'].map((unit) => [unit, 0.001] as const),
  ...['min', 'minute', 'minutes'].map((unit) => [unit, 60] as const),
  ...['h', 'hour', 'hours'].map((unit) => [unit, 3600] as const),
  ...['d', 'day', 'days'].map((unit) => [unit, 86_400] as const),
]);

/** Section 4 of the same draft: `checks.uptime` is a list of measurements, each with its unit. Without a unit it is unknown. */
function uptimeOfCheck(checks: unknown): number | null {
  const uptime = own(checks, 'uptime') ?? own(checks, 'process:uptime');
  const check = own(uptime, '0') ?? uptime;
  const value = own(check, 'observedValue');
  const unit = secondsIn.get(own(check, 'observedUnit'));
  return typeof value === 'number' && unit !== undefined ? uptimeOf(value * unit) : null;
}
