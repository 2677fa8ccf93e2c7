import { LineCounter, isScalar, parseDocument, visit } from 'yaml';
import type { Document, YAMLMap } from 'yaml';
import { keyFault } from './json-text.ts';
import { oneLine } from './problem.ts';

/** The value of a YAML text, or the first problem in it. */
export type Parsed = { value: unknown; problem: null } | { value: null; problem: string };

/** Larger than any manifest; exceeded by a "billion laughs" text or a circle. */
const MAX_VALUES = 500_000;

/** Reads one YAML 1.2 document; keys written twice and unknown tags are problems. Never throws. */
export function parseYaml(text: string): Parsed {
  try {
    const lines = new LineCounter();
    const document = parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      // the library compares every key with every other; duplicateKey does not
      uniqueKeys: false,
      merge: true,
      logLevel: 'error',
    });
    const [fault] = [...document.errors, ...document.warnings, ...duplicateKey(document)];
    if (fault) {
      const { line, col } = lines.linePos(fault.pos[0]);
      return failed(`line ${line}, column ${col}: ${wording(fault)}`);
    }
    // the count below replaces the library's own, which refuses one anchor used a hundred times
    const value: unknown = document.toJS({ maxAliasCount: -1 });
    if (!isSmall(value)) return failed('anchors and aliases make it larger than any manifest, or circular');
    return { value, problem: null };
  } catch (error) {
    if (error instanceof RangeError) return failed('nested too deeply');
    // an alias without its anchor, a merge of what is no mapping
    if (error instanceof Error) return failed(oneLine(error.message));
    throw error;
  }
}

function failed(problem: string): Parsed {
  return { value: null, problem };
}

type Fault = { code: string; message: string; pos: [number, number] };

function wording({ code, message }: Fault): string {
  if (code === 'TAB_AS_INDENT') return 'YAML does not allow tabs as indentation: use spaces';
  if (code === 'MULTIPLE_DOCS') return 'a second document starts here: a manifest is one document';
  return oneLine(message);
}

function duplicateKey(document: Document.Parsed): Fault[] {
  const found: Fault[] = [];
  visit(document, {
    Map(_key, map) {
      const fault = duplicateIn(map);
      if (!fault) return undefined;
      found.push(fault);
      return visit.BREAK;
    },
  });
  return found;
}

function duplicateIn(map: YAMLMap): Fault | null {
  const keys = new Set<string>();
  for (const { key } of map.items) {
    if (!isScalar(key)) {
      return {
        code: 'KEY',
        message: 'a key must be plain text',
        pos: startOf(key) ?? startOf(map) ?? [0, 0],
      };
    }
    const name = String(key.value);
    const message = keyFault(name, keys.has(name));
    if (message !== null) return { code: 'KEY', message, pos: startOf(key) ?? [0, 0] };
    keys.add(name);
  }
  return null;
}

function startOf(node: unknown): [number, number] | null {
  const range: unknown = typeof node === 'object' && node && 'range' in node ? node.range : null;
  const start: unknown = Array.isArray(range) ? range[0] : null;
  return typeof start === 'number' ? [start, start] : null;
}

/** Counts shared values each time they occur. */
function isSmall(value: unknown): boolean {
  const left = [value];
  for (let count = 0; left.length > 0; count += 1) {
    const next = left.pop();
    if (count > MAX_VALUES || left.length > MAX_VALUES) return false;
    if (typeof next === 'object' && next !== null)
      for (const member of Object.values(next)) left.push(member);
  }
  return true;
}
