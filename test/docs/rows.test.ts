import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import { channelsOf } from '../../src/bot/channels-of.ts';
import { checks } from '../../src/doctor/index.ts';
import { readEnv } from '../../src/env/env.ts';
import { actionNames } from '../../src/findings/action-name.ts';
import { findingTypes } from '../../src/findings/finding-types.ts';
import { endpoints } from '../../src/triggers/endpoints/index.ts';
import { everything } from '../support/env/everything.ts';

/** The first cells of the table below this row of headings. */
function firstCells(page: string, heading: RegExp): string[] {
  const lines = readFileSync(page, 'utf8').split('\n');
  const rows = lines.slice(lines.findIndex((line) => heading.test(line)) + 2);
  return rows
    .slice(
      0,
      rows.findIndex((line) => !line.startsWith('|')),
    )
    .map((line) => line.split('|')[1]?.trim() ?? '');
}

/** Each `word` in backquotes. */
function quoted(cells: string[]): string[] {
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word));
}

describe('the tables for people have one row each for', () => {
  it.each<[what: string, rows: string[], members: readonly string[]]>([
    ['the finding types', quoted(firstCells('README.md', /^\| type +\| means/)), findingTypes],
    [
      'the commands',
      quoted(firstCells('README.md', /^\| in Discord/)).map((text) => text.split(' ')[0] ?? ''),
      Object.keys(commands).map((name) => `/${name}`),
    ],
    ['the checks of the doctor', firstCells('docs/doctor.md', /^\| check /), checks.map(({ name }) => name)],
    ['the actions', quoted(firstCells('docs/remediation.md', /^\| action /)), actionNames],
    [
      'the endpoints',
      quoted(firstCells('docs/security.md', /^\| endpoint /)),
      endpoints.map(({ method, path }) => `${method} ${path}`),
    ],
  ])('%s', (_, rows, members) => {
    expect(rows.toSorted()).toEqual(members.toSorted());
  });
});

it('the number of actions is the one that README and docs/remediation.md tell', () => {
  const number = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'][actionNames.length];
  for (const page of ['README.md', 'docs/remediation.md']) {
    const text = readFileSync(page, 'utf8');
    const numbers = [...text.matchAll(/\b(\w+) (?:small )?(?:things to a machine|actions\]\()/g)];
    expect(numbers.length).toBeGreaterThan(0);
    expect(numbers.map(([, one]) => one)).toEqual(numbers.map(() => number));
  }
});

it('docs/alerts.md has a column for each alert channel', () => {
  const [, heading = ''] = /^\| what +\|(.*)\|$/m.exec(readFileSync('docs/alerts.md', 'utf8')) ?? [];
  const columns = heading
    .split('|')
    .map((cell) => cell.trim().toLowerCase().replace('logs channel', 'discord'));
  const channels = channelsOf(readEnv(everything), 'token', undefined);
  expect(columns).toEqual(channels.map(({ name }) => name));
});
