type Node = { next: Map<number, Node>; found: number[] };

/**
 * Which of many texts occur in another: `search` gives their numbers, in order. A machine may hold thousands of
 * services and as many processes, and each against each would grow with the square. An empty text occurs everywhere.
 */
export function createNeedles(needles: readonly (readonly string[])[]): (text: string) => number[] {
  const root: Node = { next: new Map(), found: [] };
  for (const [number, texts] of needles.entries())
    for (const text of texts) nodeOf(root, text).found.push(number);

  return function search(text) {
    // Made when there is something to put into it: most processes of a machine are nobody's.
    let found: Set<number> | null = root.found.length > 0 ? new Set(root.found) : null;
    for (let from = 0; from < text.length; from += 1) {
      let node = root.next.get(text.charCodeAt(from));
      for (let at = from + 1; node !== undefined; at += 1) {
        if (node.found.length > 0) {
          found ??= new Set();
          for (const number of node.found) found.add(number);
        }
        node = at < text.length ? node.next.get(text.charCodeAt(at)) : undefined;
      }
    }
    return found === null ? [] : [...found].toSorted((one, other) => one - other);
  };
}

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
