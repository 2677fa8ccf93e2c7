import { plainOf } from './parse-process.ts';

/** A letter, what may follow it, and what may stand in its place. Few letters follow one, so a list takes less than a map. */
type Node = { code: number; first: Node | null; next: Node | null; found: number[] | null };

/**
 * Which of many texts occur in one of two others, as `plainOf` writes all: `search` gives their numbers, in order. A
 * machine may hold thousands of services and as many processes, and each against each would grow with the square. An empty
 * text occurs everywhere.
 * @param needles plain already; what is searched need not be
 */
export function createNeedles(
  needles: readonly (readonly string[])[],
): (text: string, other?: string | null) => readonly number[] {
  const root = nodeFor(LEFT_OUT);
  for (const [number, texts] of needles.entries())
    for (const text of texts) (nodeOf(root, text).found ??= []).push(number);
  const beginnings = new Map<number, Node>();
  for (let each = root.first; each !== null; each = each.next) beginnings.set(each.code, each);
  const starts = Array.from(plainCodes, (code) => beginnings.get(code));

  function addTo(numbers: Set<number> | null, searched: string): Set<number> | null {
    const text = isAscii.test(searched) ? searched : plainOf(searched);
    let found = numbers;
    for (let from = 0; from < text.length; from += 1) {
      const first = text.charCodeAt(from);
      let node = (first < starts.length ? starts[first] : beginnings.get(first)) ?? null;
      for (let at = from + 1; node !== null; at += 1) {
        if (node.found !== null) {
          found ??= new Set();
          for (const number of node.found) found.add(number);
        }
        while (at < text.length && plainCodes[text.charCodeAt(at)] === LEFT_OUT) at += 1;
        const code = at < text.length ? text.charCodeAt(at) : LEFT_OUT;
        node = below(node, plainCodes[code] ?? code);
      }
    }
    return found;
  }

  return function search(text, other = null) {
    // Created only when needed: most processes of a machine match no service.
    let found = addTo(root.found === null ? null : new Set(root.found), text);
    if (other !== null) found = addTo(found, other);
    return found === null ? none : [...found].toSorted((one, next) => one - next);
  };
}

const none: readonly number[] = [];

// What plainOf makes of one letter of ASCII, so that no text has to be made of each command line.
const LEFT_OUT = -1;
const isAscii = /^[\0-\x7F]*$/;
const plainCodes = Array.from({ length: 128 }, (_, code) => {
  const plain = plainOf(String.fromCharCode(code));
  return plain === '' ? LEFT_OUT : plain.charCodeAt(0);
});

function nodeOf(root: Node, text: string): Node {
  let node = root;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    let next = below(node, code);
    if (next === null) {
      next = nodeFor(code);
      next.next = node.first;
      node.first = next;
    }
    node = next;
  }
  return node;
}

function nodeFor(code: number): Node {
  return { code, first: null, next: null, found: null };
}

function below(node: Node, code: number): Node | null {
  let each = node.first;
  while (each !== null && each.code !== code) each = each.next;
  return each;
}
