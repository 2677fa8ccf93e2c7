import { createHash } from 'node:crypto';

/** What the guard saw of everything that a plan would touch. */
export type Evidence = {
  /** what an approval rests on: before the action, the guard must see exactly the same, or it does nothing */
  approved: string[];
  /** `unit files` -> its lines, both of `approved` and of what changes by itself (what runs now) */
  parts: ReadonlyMap<string, readonly string[]>;
};

const END = '== end';
const HEADING = /^== ([a-z ]+)$/;

/** Reads the guard's output; null if it was cut off, or has a part twice. The text comes from the machine: untrusted. */
export function readEvidence(printed: string): Evidence | null {
  const lines = printed.replace(/\n$/, '').split('\n');
  const end = lines.indexOf(END);
  const headings = lines.filter((line) => HEADING.test(line));
  if (end === -1 || new Set(headings).size < headings.length) return null;
  const approved = lines.slice(0, end + 1);
  return { approved, parts: partsOf(lines) };
}

/** part -> SHA-256: the seal of the evidence, which the plan carries. */
export function sealOf(approved: readonly string[]): Record<string, string> {
  const parts = [...partsOf(approved)].filter(([name]) => name !== 'end');
  return Object.fromEntries(
    parts.map(([name, lines]) => [name, createHash('sha256').update(lines.join('\n')).digest('hex')]),
  );
}

/** The parts in which two seals differ: `unit files, programs`; empty if they are the same. */
export function differenceOf(one: Record<string, string>, other: Record<string, string>): string {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].filter((name) => one[name] !== other[name]).join(', ');
}

function partsOf(lines: readonly string[]): Map<string, string[]> {
  const parts = new Map<string, string[]>();
  let part: string[] = [];
  for (const line of lines) {
    const name = HEADING.exec(line)?.[1];
    if (name === undefined) part.push(line);
    else parts.set(name, (part = []));
  }
  return parts;
}
