/**
 * What bash 3.2, the `sh` of macOS, would misread: it ends `$(` at the first parenthesis that has no partner, even at the
 * one behind a pattern of `case`, unless that begins with one too. @returns the beginnings of such substitutions
 */
export function misreadByOldBash(script: string): string[] {
  const insides = [...script.matchAll(/(?<!\\)\$\((?!\()/g)].map(({ index }) =>
    script.slice(index + 2, endOf(script, index + 2) - 1),
  );
  return insides.filter(isCutInACase).map((inside) => inside.slice(0, 80));
}

function isCutInACase(inside: string): boolean {
  const words = inside.replaceAll(/'[^']*'|\\./g, ' ');
  const count = (pattern: RegExp) => words.match(pattern)?.length ?? 0;
  return count(/(?<![\w-])case .*? in(?!\w)/g) > count(/(?<![\w-])esac(?!\w)/g);
}

/** Behind the closing parenthesis. */
function endOf(script: string, from: number): number {
  let depth = 1;
  let at = from;
  while (depth > 0 && at < script.length) {
    const sign = script[at];
    if (sign === '(') depth += 1;
    else if (sign === ')') depth -= 1;
    at = sign === "'" ? behind(script, "'", at + 1) : sign === '"' ? endOfQuoted(script, at + 1) : at + 1;
    if (sign === '\\') at += 1;
  }
  return at;
}

function endOfQuoted(script: string, from: number): number {
  let at = from;
  while (at < script.length && script[at] !== '"') {
    if (script.startsWith('$(', at)) at = endOf(script, at + 2);
    else at += script[at] === '\\' ? 2 : 1;
  }
  return at + 1;
}

function behind(script: string, sign: string, from: number): number {
  const at = script.indexOf(sign, from);
  return at === -1 ? script.length : at + 1;
}
