import { catalogue } from '../../src/findings/catalogue.ts';
import { categories } from '../../src/findings/category.ts';
import type { Category } from '../../src/findings/category.ts';
import type { CatalogueEntry, Prose } from '../../src/findings/entry.ts';
import { findingTypes } from '../../src/findings/finding-types.ts';
import type { FindingType } from '../../src/findings/finding-types.ts';
import { wrapped } from './wrapped.ts';

/** What is true of all types of a category. */
const introductions: Partial<Record<Category, string>> = {
  observation:
    'These findings say what could not be seen. They make services unknown, never in drift and never in sync. A service that is in drift for another reason stays in drift, and `unseen` in the report lists what was not seen.',
};

/** docs/findings.md below its introduction: a chapter for each category, a section for each type. */
export function findingsReference(): string {
  return categories.map(chapter).join('\n\n');
}

/** README's table: each type with its few words. */
export function findingsTable(): string {
  const rows = categories
    .flatMap(typesOf)
    .map((type) => `| [\`${type}\`](docs/findings.md#${type}) | ${catalogue[type].docs.brief} |`);
  return ['| type | means |', '| --- | --- |', ...rows].join('\n');
}

function typesOf(category: Category): FindingType[] {
  return findingTypes.filter((type) => catalogue[type].category === category);
}

function chapter(category: Category): string {
  const introduction = introductions[category];
  const head = introduction === undefined ? [] : [wrapped(introduction)];
  return [`## ${category}`, ...head, ...typesOf(category).map(section)].join('\n\n');
}

function section(type: FindingType): string {
  const { docs, ...entry } = catalogue[type];
  const parts: [name: string, prose: Prose | undefined][] = [
    ['Severity', docs.severity ?? severityOf(entry)],
    ['Means', docs.means],
    ['Likely cause', docs.likely_cause],
    ['Not reported', docs.not_reported],
    ['Cure', docs.cure],
    ['Goes away', docs.goes_away],
  ];
  const shown = parts.flatMap(([name, prose]) => (prose === undefined ? [] : [part(name, prose)]));
  return `### \`${type}\`\n\n${shown.join('\n')}`;
}

function part(name: string, prose: Prose): string {
  const [first = '', ...rest] = paragraphs(prose);
  return [wrapped(`**${name}**: ${first}`, '- '), ...rest.map(below)].join('\n');
}

/** A paragraph or an item of a list, below the item of its part. */
function below(text: string): string {
  return text.startsWith('- ') ? wrapped(text.slice(2), '  - ') : `\n${wrapped(text, '  ')}\n`;
}

/** The items and paragraphs of wrapped text. */
function paragraphs(prose: Prose): string[] {
  const found: string[][] = [[]];
  for (const line of [prose].flat()) {
    if (line === '' || line.startsWith('- ')) found.push([]);
    if (line !== '') found.at(-1)?.push(line);
  }
  return found.map((lines) => lines.join(' '));
}

/** A table of severities in words. */
function severityOf({ category, severity }: Omit<CatalogueEntry, 'docs'>): string {
  if (typeof severity === 'function') throw new Error('what a function decides needs words: docs.severity');
  const { CRITICAL, HIGH, LOW, trading } = severity;
  if (category === 'observation' && trading !== HIGH)
    return `${trading} when it hides a trading service, else ${HIGH}.`;
  const usual =
    CRITICAL === LOW
      ? HIGH
      : `${HIGH} for risk_tier ${CRITICAL === HIGH ? 'CRITICAL and HIGH' : 'HIGH'}, ${LOW} for LOW`;
  return trading === usual ? `${usual}.` : `${usual}. Trading: ${trading}.`;
}
