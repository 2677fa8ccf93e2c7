import { parseSync } from 'oxc-parser';

/** One small fault: the characters from `start` to `end` of a file become `text`. */
export type Mutant = { line: number; start: number; end: number; was: string; text: string };

type Node = { type: string; start: number; end: number; [key: string]: unknown };

const COMPARED: Record<string, string> = {
  '===': '!==',
  '!==': '===',
  '<': '>=',
  '>=': '<',
  '>': '<=',
  '<=': '>',
};

/** Every fault that is planted in a source: conditions negated, comparisons and connectives swapped, statements removed, strings emptied. */
export function mutantsOf(path: string, source: string): Mutant[] {
  const mutants: Mutant[] = [];
  const plant = ({ start, end }: Pick<Node, 'start' | 'end'>, text: string) => {
    const line = source.slice(0, start).split('\n').length;
    mutants.push({ line, start, end, was: source.slice(start, end), text });
  };
  const textOf = ({ start, end }: Node) => source.slice(start, end);

  function visit(node: Node, parent: Node | null): void {
    if (node.type === 'ImportDeclaration' || isOfTypes(node)) return;
    if (node.type === 'IfStatement' || node.type === 'ConditionalExpression') {
      const { test } = node;
      if (isNode(test)) plant(test, `!(${textOf(test)})`);
    }
    if (node.type === 'BinaryExpression' || node.type === 'LogicalExpression') {
      const { left, right, operator } = node;
      const other = operator === '&&' ? '||' : operator === '||' ? '&&' : COMPARED[String(operator)];
      if (isNode(left) && isNode(right) && other !== undefined)
        plant(node, `(${textOf(left)}) ${other} (${textOf(right)})`);
    }
    if (node.type === 'ExpressionStatement') plant(node, ';');
    if (node.type === 'Literal') {
      const isKey = parent?.type === 'Property' && parent['key'] === node;
      if (typeof node['value'] === 'string' && node['value'] !== '' && !isKey && !isLogged(parent))
        plant(node, `''`);
      if (typeof node['value'] === 'boolean') plant(node, String(!node['value']));
    }
    for (const value of Object.values(node))
      for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) visit(child, node);
  }

  const { program } = parseSync(path, source);
  for (const statement of program.body) if (isNode(statement)) visit(statement, null);
  return mutants;
}

/** The words of a log line are for people, and may change. That it is logged at all is a statement, which is removed. */
function isLogged(call: Node | null): boolean {
  const callee = call?.type === 'CallExpression' ? call['callee'] : null;
  if (!isNode(callee) || callee.type !== 'MemberExpression') return false;
  const { object, property } = callee;
  const last = isNode(object) && object.type === 'MemberExpression' ? object['property'] : object;
  return nameOf(last) === 'log' && /^(?:debug|info|warn|error)$/.test(nameOf(property));
}

function nameOf(node: unknown): string {
  return isNode(node) && node.type === 'Identifier' ? String(node['name']) : '';
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

function isOfTypes({ type }: Node): boolean {
  return type.startsWith('TS') && !/^TS(?:As|Satisfies|NonNull)/.test(type);
}
