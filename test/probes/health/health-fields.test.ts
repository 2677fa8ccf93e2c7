import { describe, expect, it } from 'vitest';
import { headSha } from '../../support/builders.ts';
import { nothing, read, readFacts } from '../../support/probes/health-bodies.ts';

describe('a health body', () => {
  it.each<[value: unknown, pid: number | null]>([
    [1, 1],
    ['4194304', 4_194_304],
    ...['abc', '', '0', '-1', '1.5', '0x10', '1e3', ' 7', 0, -1, 1.5, 2 ** 31, true, null, [7], {}].map(
      (value): [unknown, null] => [value, null],
    ),
  ])('with pid %j names %j', (value, pid) => {
    expect(read({ version: 'a3f8c21', pid: value }).pid).toBe(pid);
  });

  it.each<[literal: string, uptime: number | null]>([
    ['0', 0],
    ['86400.25', 86_400.25],
    ...['-1', '1e999', '-1e999', '1774785600', '"86400"', 'true', 'null', '[1]'].map(
      (value): [string, null] => [value, null],
    ),
  ])('with uptime_seconds %s names %j', (literal, uptime) => {
    expect(read(`{"version":"a3f8c21","uptime_seconds":${literal}}`).uptime_seconds).toBe(uptime);
  });

  it.each<[value: unknown, version: string | null]>([
    [' a3f8c21\n', 'a3f8c21'],
    ['a3f\u0000\u001B8c21\u202E', 'a3f8c21'],
    [20_260_327, null],
    ['', null],
    [' \u0007 ', null],
    [null, null],
    [['a3f8c21'], null],
  ])('with version %j names %j', (value, version) => {
    expect(read({ pid: 1, version: value }).version).toBe(version);
  });

  it('with a version of any length names 200 characters of it', () => {
    expect(read({ version: 'x'.repeat(100_000) }).version).toBe('x'.repeat(200));
    expect(read({ version: `${'x'.repeat(199)}\u{1F600}` }).version?.isWellFormed()).toBe(true);
  });
});

describe('version_path', () => {
  const body = {
    version: '1.4.2',
    build: { git: { sha: 'a3f8c21' } },
    parts: [{ sha: 'b9d1e44' }],
    'git.commit.id': 'c0ffee1',
    odd: { 'a.b': 'd00d1e5' },
    '__proto__.sha': 'e',
  };
  it.each<[path: string, version: string | null]>([
    ['build.git.sha', 'a3f8c21'],
    ['parts.0.sha', 'b9d1e44'],
    ['parts[0].sha', 'b9d1e44'],
    ['git.commit.id', 'c0ffee1'],
    ['odd.a.b', 'd00d1e5'],
    ['version', '1.4.2'],
    ['build.git', null],
    ['build.git.sha.length', null],
    ['parts.length', null],
    ['missing', null],
    ['constructor.name', null],
    ['..', null],
  ])('%s names %j', (versionPath, version) => {
    expect(read(body, { 'x-git-sha': headSha }, versionPath).version).toBe(version);
  });

  it('makes a health answer of any JSON that holds it, and leaves the other facts', () => {
    expect(readFacts({ sha: 'a3f8c21' }, {}, 'sha')).toEqual({
      ...nothing,
      format: 'seed',
      version: 'a3f8c21',
    });
    expect(read({ build: 'a3f8c21', version: 'x', pid: 7 }, {}, 'build')).toMatchObject({
      version: 'a3f8c21',
      pid: 7,
    });
    expect(read([{ sha: 'a3f8c21' }], {}, '0.sha')).toMatchObject({ version: 'a3f8c21' });
  });

  it('finds nothing in a page', () => {
    const page = '<html><script>{"sha":"a3f8c21"}</script></html>';
    expect(readFacts(page, { 'content-type': 'text/html' }, 'sha')).toEqual({
      ...nothing,
      format: 'page',
    });
  });
});
