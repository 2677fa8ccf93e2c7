import {
  array,
  assert,
  constantFrom,
  dictionary,
  double,
  integer,
  letrec,
  oneof,
  option,
  property,
  record,
  string,
  tuple,
  uint8Array,
} from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readHealth } from '../../src/probes/health-body.ts';

const names = [
  'version',
  'pid',
  'uptime_seconds',
  'status',
  'releaseId',
  'checks',
  'uptime',
  'observedValue',
];
const more = [
  'observedUnit',
  'git',
  'commit',
  'id',
  'full',
  'dirty',
  'process',
  'components',
  '__proto__',
  '0',
];
const key = oneof(constantFrom(...names, ...more), string());
const leaf = oneof(
  constantFrom('pass', 'DOWN', 's', 'a3f8c21', '4182', 'true', null, true),
  constantFrom(
    'a3f\u00008c21',
    '\u001B[31m',
    'a\u202Eb',
    '\uD800',
    `${'x'.repeat(199)}\u{1F600}`,
    -1,
    1e300,
    2 ** 31,
  ),
  string({ unit: 'binary' }),
  double(),
  integer(),
);
const { tree } = letrec((tie) => ({
  tree: oneof(
    { maxDepth: 6, withCrossShrink: true },
    leaf,
    array(tie('tree'), { maxLength: 4 }),
    array(tuple(key, tie('tree')), { maxLength: 6 }).map((entries) => Object.fromEntries(entries)),
  ),
}));
const line = constantFrom(
  'a_build_info{revision="a3f8c21"} 1',
  'build_info{revision="\\"} 1',
  'build_info{revision=',
  'process_start_time_seconds 1.7e9',
  'process_start_time_seconds -Inf',
  'process_start_time_seconds{a="}"} 0x10',
  '{"version":',
  '<',
);
/** the shapes that are looked for, with anything in them */
const known = record(
  {
    version: leaf,
    releaseId: leaf,
    pid: leaf,
    uptime_seconds: leaf,
    status: leaf,
    git: record({ dirty: leaf, commit: record({ id: oneof(leaf, record({ full: leaf })) }) }),
    checks: record({ uptime: array(record({ observedValue: leaf, observedUnit: leaf })) }),
  },
  { requiredKeys: [] },
);
const body = oneof(
  known.map((value) => JSON.stringify(value)),
  tree.map((value) => JSON.stringify(value)),
  string({ unit: 'binary' }),
  uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
  array(oneof(line, string()), { maxLength: 8 }).map((lines) => lines.join('\n')),
).map((body) => Buffer.from(body));
const headers = dictionary(
  constantFrom('content-type', 'date', 'x-git-sha', 'x-revision', '__proto__'),
  oneof(constantFrom('application/health+json', 'text/plain', 'Sun, 29 Mar 2026 12:01:00 GMT'), string()),
);
const path = option(
  oneof(
    array(key, { maxLength: 4 }).map((keys) => keys.join('.')),
    string(),
  ),
);

const formats = ['seed', 'health+json', 'actuator', 'prometheus', 'headers', 'page', 'none'];

function isNullOr<Value>(holds: (value: Value) => boolean) {
  return (value: Value | null) => value === null || holds(value);
}

function isPrintable(version: string): boolean {
  return version.length <= 200 && !/^$|^\s|\s$|[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(version);
}

describe('readHealth', () => {
  it('answers in kind whatever it is given', () => {
    assert(
      property(headers, body, path, integer(), (headers, body, versionPath, now) => {
        const reading = readHealth({ headers, body }, { versionPath, now });
        expect(reading).toEqual({
          format: expect.toSatisfy((format) => formats.includes(format)),
          version: expect.toSatisfy(isNullOr(isPrintable)),
          pid: expect.toSatisfy(isNullOr((pid) => Number.isInteger(pid) && pid > 0 && pid < 2 ** 31)),
          uptime_seconds: expect.toSatisfy(isNullOr((uptime) => uptime >= 0 && uptime < 1e9)),
          verdict: expect.toSatisfy((verdict) => [null, 'pass', 'warn', 'fail'].includes(verdict)),
        });
      }),
      { numRuns: 10_000 },
    );
  });

  it.each([
    ['a label that never ends', `a_build_info{${'a'.repeat(1_000_000)}`],
    ['a value that never ends', `a_build_info{revision="${'\\"'.repeat(500_000)}`],
    ['labels without end', `a_build_info{${'a="b",'.repeat(170_000)}`],
    ['a name that never ends', 'a_build_info'.repeat(85_000)],
    ['blanks before a value', `process_start_time_seconds${' '.repeat(1_000_000)}`],
    ['a brace that never closes', `process_start_time_seconds{${'{'.repeat(1_000_000)}`],
    ['a version of blanks', JSON.stringify({ version: ' '.repeat(1_000_000) })],
    ['lines without end', '\n'.repeat(1_000_000)],
  ])('takes a moment, not minutes, for a megabyte of %s', (_, text) => {
    expect(
      readHealth({ headers: {}, body: Buffer.from(text) }, { versionPath: null, now: 0 }).version,
    ).toBeNull();
  });
});
