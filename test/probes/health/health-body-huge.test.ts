import { describe, expect, it } from 'vitest';
import { readHealth } from '../../../src/probes/health/health-body.ts';

describe('readHealth', () => {
  it.each([
    ['a label that never ends', `a_build_info{${'a'.repeat(1_000_000)}`],
    ['a value that never ends', `a_build_info{revision="${'\\"'.repeat(500_000)}`],
    ['labels without end', `a_build_info{${'a="b",'.repeat(170_000)}`],
    ['a name that never ends', 'a_build_info'.repeat(85_000)],
    ['blanks before a value', `process_start_time_seconds${' '.repeat(1_000_000)}`],
    ['a brace that never closes', `process_start_time_seconds{${'{'.repeat(1_000_000)}`],
    ['a version of blanks', JSON.stringify({ version: ' '.repeat(1_000_000) })],
    ['lines without end', '\n'.repeat(1_000_000)],
    ['a broken dict', `{${"'status': ".repeat(100_000)}`],
    ['tags that never close', '<'.repeat(1_000_000)],
    ['a page that never ends', `<html>${'<script>'.repeat(100_000)}`],
    ['comments that never end', `<html>${'<!--'.repeat(250_000)}`],
    ['pairs without end', 'a: b, '.repeat(160_000)],
    [
      'components without end',
      JSON.stringify({ checks: Array.from({ length: 20_000 }, () => ({ status: 'DOWN' })) }),
    ],
    ['one word', 'a'.repeat(1_000_000)],
    ['blanks in a pair', `a${' '.repeat(1_000_000)}:`],
  ])('takes a moment, not minutes, for a megabyte of %s', (_, text) => {
    expect(
      readHealth({ headers: {}, body: Buffer.from(text) }, { versionPath: null, now: 0 }).version,
    ).toBeNull();
  });
});
