import { plainOf } from './parse-process.ts';

type Node = { next: Map<number, Node>; found: number[] };

/**
 * Which of many texts occur in another, as `plainOf` writes both: `search` gives their numbers, in order. A machine may
 * hold thousands of services and as many processes, and each against each would grow with the square. An empty text
 * occurs everywhere.
 * @param needles plain already; what is searched need not be
 */
export function createNeedles(needles: readonly (readonly string[])[]): (text: string) => number[] {
  const root: Node = { next: new Map(), found: [] };
  for (const [number, texts] of needles.entries())
    for (const text of texts) nodeOf(root, text).found.push(number);
  const starts = Array.from(plainCodes, (code) => root.next.get(code));

  return function search(searched) {
    const text = isAscii.test(searched) ? searched : plainOf(searched);
    // Created only when needed: most processes of a machine match no service.
    let found: Set<number> | null = root.found.length > 0 ? new Set(root.found) : null;
    for (let from = 0; from < text.length; from += 1) {
      const first = text.charCodeAt(from);
      let node = first < starts.length ? starts[first] : root.next.get(first);
      for (let at = from + 1; node !== undefined; at += 1) {
        if (node.found.length > 0) {
          found ??= new Set();
          for (const number of node.found) found.add(number);
        }
        while (at < text.length && plainCodes[text.charCodeAt(at)] === LEFT_OUT) at += 1;
        const code = at < text.length ? text.charCodeAt(at) : LEFT_OUT;
        node = node.next.get(plainCodes[code] ?? code);
      }
    }
    return found === null ? [] : [...found].toSorted((one, other) => one - other);
  };
}

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
    const next: Node = node.next.get(code) ?? { next: new Map(), found: [] };
    node.next.set(code, next);
    node = next;
  }
  return node;
}
