import { readFileSync } from 'node:fs';
import { parseSync } from 'oxc-parser';

/** Patterns are not texts, and docs/manifest.md has the descriptions of the manifest's keys. */
const NOT_SAID = /^(?:RegExp|describe)$/;
/** Ids, addresses, SQL, and scripts of several lines. */
const PROGRAM =
  /^use strict$|^[a-z:]+:(?:\/\/)?\{|^--format|^https?:\S+$|^(?:SELECT|INSERT|UPDATE|DELETE|CREATE|PRAGMA) |\n(?=[^]*(?:\$\(|; then|;;|redis\.call|\bawk\b))|<svg /;
const WORD = /(?:^|[\s("])(?:[A-Za-z][a-z]+|[A-Z]{3,} [A-Z]{3,}.*)(?=[\s.,:;!?)"])/;
/** Under these keys one word is a text as well: a button's label, a field's name. */
const LABELS = new Set(['label', 'name', 'title', 'placeholder', 'description', 'content']);

type Node = { type: string } & Record<string, unknown>;

/** The texts of one source file that people may read, in its order; `{name}` marks what is filled in. */
export function textsIn(path: string): string[] {
  const { program } = parseSync(path, readFileSync(path, 'utf8'));
  return [...new Set(textsBelow(program))];
}

/** Two words, or a word next to what is filled in: less is a name or a key. */
function isSaid(text: string): boolean {
  const own = text.replaceAll(/\{[^{}]*\}/g, ' {} ').trim();
  return !PROGRAM.test(text) && /\s/.test(own) && WORD.test(own);
}

function isLabel(node: Node): boolean {
  const { key, value } = node;
  if (node.type !== 'Property' || !isNode(key) || !LABELS.has(nameOf(key)) || !isNode(value)) return false;
  return /^[A-Z][a-z]+$/.test(textOf(value) ?? '');
}

function textsBelow(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsBelow);
  if (!isNode(value) || value.type === 'ImportDeclaration') return [];
  const isCall = value.type === 'CallExpression' || value.type === 'NewExpression';
  if (isCall && NOT_SAID.test(nameOf(value['callee']))) return [];
  const text = isLabel(value) && isNode(value['value']) ? textOf(value['value']) : textOf(value);
  const own = text !== null && (isLabel(value) || isSaid(text)) ? [text] : [];
  // Parts of a template are read with it; what is filled in may hold texts of its own.
  const parts = Object.entries(value).filter(([key]) => key !== 'quasis');
  return [...own, ...parts.flatMap(([, part]) => textsBelow(part))];
}

function textOf(node: Node): string | null {
  if (node.type === 'Literal') return typeof node['value'] === 'string' ? node['value'] : null;
  if (node.type !== 'TemplateLiteral') return null;
  const filled = nodesIn(node['expressions']);
  const texts = nodesIn(node['quasis']).map(({ value }, index) => {
    const expression = filled[index];
    return `${cookedOf(value)}${expression === undefined ? '' : `{${nameOf(expression)}}`}`;
  });
  return texts.join('');
}

function cookedOf(value: unknown): string {
  return typeof value === 'object' && value !== null && 'cooked' in value ? String(value.cooked) : '';
}

/** The last name of an expression: `service.name` is `name`. */
function nameOf(value: unknown): string {
  if (!isNode(value)) return '…';
  if (value.type === 'Identifier') return String(value['name']);
  if (value.type === 'MemberExpression') return nameOf(value['property']);
  if (value.type !== 'CallExpression') return '…';
  const [first] = nodesIn(value['arguments']);
  return nameOf(first ?? value['callee']);
}

function nodesIn(value: unknown): Node[] {
  return Array.isArray(value) ? value.filter(isNode) : [];
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
