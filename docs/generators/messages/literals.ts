import { readFileSync } from 'node:fs';
import { parseSync } from 'oxc-parser';

/** What is thrown at programmers or written into the log is no message to people. */
const FOR_PROGRAMMERS = /^(?:Error|RangeError|TypeError|(?:\w+\.)*(?:log|logger)\.\w+|RegExp|describe|it)$/;
/** A text of so few words is a name or a label: the samples show those. */
const FEW_WORDS = 4;

type Node = { type: string } & Record<string, unknown>;

/** The texts of one source file that people may read, in its order; what is filled in stands as `{name}`. */
export function textsIn(path: string): string[] {
  const { program } = parseSync(path, readFileSync(path, 'utf8'));
  return [...new Set(textsBelow(program))].filter(isSentence);
}

function isSentence(text: string): boolean {
  const words = text.split(/\s+/).filter((word) => /[a-z]/i.test(word));
  return words.length >= FEW_WORDS && /[a-z]{2} [a-z]{2}/i.test(text);
}

function textsBelow(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsBelow);
  if (!isNode(value) || value.type === 'ImportDeclaration') return [];
  const isCall = value.type === 'CallExpression' || value.type === 'NewExpression';
  if (isCall && FOR_PROGRAMMERS.test(nameOf(value['callee']))) return [];
  const own = textOf(value);
  // Parts of a template are read with it; what is filled in may hold texts of its own.
  const parts = Object.entries(value).filter(([key]) => key !== 'quasis');
  return [...(own === null ? [] : [own]), ...parts.flatMap(([, part]) => textsBelow(part))];
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
  if (value.type === 'MemberExpression') {
    const object = nameOf(value['object']);
    return `${object.startsWith('log') ? 'log.' : ''}${nameOf(value['property'])}`;
  }
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
