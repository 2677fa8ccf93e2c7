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
import type { HealthStatement } from '../../../src/facts/health-answer.ts';
import { healthVerdict } from '../../../src/comparison/readings/health/health-verdict.ts';
import { readHealth } from '../../../src/probes/health/health-body.ts';
import { aHealthAnswer, aService } from '../../support/facts/observed.ts';
import { fuzzRounds } from '../../support/property-time.ts';

const runs = fuzzRounds(2000);
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
  'healthy',
  'ok',
  'error',
  'data',
  '__proto__',
  '0',
];
const key = oneof(constantFrom(...names, ...more), string());
const leaf = oneof(
  constantFrom('pass', 'DOWN', 'not ok', 's', 'a3f8c21', '4182', 'true', null, true),
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
  'status: DOWN',
  "{'status': 'red'",
  '[-]etcd failed',
  '<h1>OK</h1>',
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
  tree.map((value) => Buffer.from(JSON.stringify(value), 'utf16le')),
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

const formats = [
  'text',
  'seed',
  'health+json',
  'actuator',
  'prometheus',
  'headers',
  'page',
  'unreadable',
  'none',
];

function isNullOr<Value>(holds: (value: Value) => boolean) {
  return (value: Value | null) => value === null || holds(value);
}

function isStatement({ at, value, kind, part }: HealthStatement): boolean {
  const text = typeof value === 'string' ? value : '';
  return (
    at.length <= 200 &&
    text.length <= 200 &&
    `${at}${text}`.isWellFormed() &&
    ['state', 'flag', 'error', 'check'].includes(kind) &&
    typeof part === 'boolean'
  );
}

function isPrintable(version: string): boolean {
  return version.length <= 200 && !/^$|^\s|\s$|[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(version);
}

describe('healthVerdict', () => {
  it('judges whatever a body says, and quotes it in one line', () => {
    assert(
      property(headers, body, (headers, body) => {
        const answer = aHealthAnswer(readHealth({ headers, body }, { versionPath: null, now: 0 }));
        const verdict = healthVerdict(answer, aService().health);
        const tones = ['good', 'degraded', 'bad', 'unclear'];
        if (verdict === null) return;
        expect(tones).toContain(verdict.tone);
        if (verdict.tone === 'good') return;
        expect(verdict.because).not.toMatch(/[\p{Cc}\p{Cs}]/u);
        expect(verdict.because.length).toBeLessThan(700);
      }),
      { numRuns: runs },
    );
  });
});

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
          said: expect.toSatisfy((said: HealthStatement[]) => said.length <= 200 && said.every(isStatement)),
        });
      }),
      { numRuns: runs },
    );
  });
});
