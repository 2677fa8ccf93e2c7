import { readFileSync } from 'node:fs';
import { findingsReference, findingsTable } from '../../docs/generators/findings.ts';
import { withGenerated } from '../../docs/generators/generated-part.ts';
import type { Measured } from '../../src/findings/measured.ts';
import { describe, expect, it } from 'vitest';
import { severityOf } from '../../src/comparison/severity.ts';
import { FindingType } from '../../src/findings/finding-types.ts';
import { catalogue } from '../../src/findings/catalogue.ts';
import { severities } from '../../src/findings/severity.ts';
import type { Severity } from '../../src/findings/severity.ts';
import { aService } from '../support/facts/observed.ts';

const page = readFileSync('docs/findings.md', 'utf8');
const chapters = new Map(page.split(/^## /m).map((text) => [text.split('\n')[0] ?? '', text]));
const now = Date.parse('2026-03-29T18:00:00Z');

/** The section of a type, without its heading. */
function sectionOf(type: FindingType): string {
  const chapter = chapters.get(catalogue[type].category) ?? '';
  return chapter.split(/^### /m).find((text) => text.startsWith(`\`${type}\`\n`)) ?? '';
}

function part(type: FindingType, name: string): string {
  const found = new RegExp(`^- \\*\\*${name}\\*\\*: (.+?)(?=^- \\*\\*|(?![^]))`, 'ms').exec(sectionOf(type));
  return (found?.[1] ?? '').replace(/\s+/g, ' ').trim();
}

/** Every severity that the table gives a type: for a service of this tier, or for what hides one. */
function given(type: FindingType, kind: 'trading' | 'stateful', risk_tier: Severity): Set<Severity> {
  const service = aService({ kind, risk_tier, severity: {} });
  const hides = catalogue[type].category === 'observation';
  const drifts = [1, 9].flatMap((commits_behind) =>
    ['2026-03-29T17:00:00Z', '2026-03-01T00:00:00Z'].map((oldest_missing) => ({
      commits_behind,
      oldest_missing,
    })),
  );
  const expiring = type === 'certificate_expiring' ? [{ days_left: 3 }, { days_left: 15 }] : [{}];
  const all: Measured[] = type === 'git_drift' ? drifts : expiring;
  return new Set(
    all.map((measured) => severityOf(type, hides ? null : service, hides ? [service] : [], measured, now)),
  );
}

function named(text: string): Severity[] {
  const severity = text.replaceAll(
    /risk_tier (?:CRITICAL|HIGH|LOW)(?: and (?:CRITICAL|HIGH|LOW))?|[Ff]or (?:HIGH|LOW)\b/g,
    '',
  );
  return severities.filter((each) => severity.includes(each));
}

/** Without what the formatter lines up. */
function plain(markdown: string): string {
  return markdown
    .replace(/ +/g, ' ')
    .replace(/-{3,}/g, '---')
    .replace(/\n{2,}/g, '\n')
    .trim();
}

it.each([
  ['README.md', findingsTable],
  ['docs/findings.md', findingsReference],
])('%s is what the catalogue says now (npm run docs)', (path, part) => {
  const now = readFileSync(path, 'utf8');
  expect(plain(now)).toBe(plain(withGenerated(now, part())));
});

describe('docs/findings.md', () => {
  it.each(FindingType.options)('says of %s what it means, whence it comes, and how it goes', (type) => {
    expect(sectionOf(type)).not.toBe('');
    for (const name of ['Severity', 'Means', 'Likely cause', 'Cure', 'Goes away'])
      expect(part(type, name)).toMatch(/\.$/);
  });

  it.each(FindingType.options)('gives %s its severities, and no other', (type) => {
    const text = part(type, 'Severity');
    const others = severities.flatMap((tier) => [...given(type, 'stateful', tier)]);
    const bots = severities.flatMap((tier) => [...given(type, 'trading', tier)]);
    // "CRITICAL when it hides a trading service, else HIGH" tells of both at once
    const both = text.includes('hides a trading service');
    const [usual = '', trading = usual] = both ? [text] : text.split(' Trading: ');
    const known = (all: Severity[]) => severities.filter((each) => all.includes(each));
    expect(named(usual)).toEqual(known(both ? [...others, ...bots] : others));
    expect(named(trading)).toEqual(known(both ? [...others, ...bots] : bots));
  });
});
