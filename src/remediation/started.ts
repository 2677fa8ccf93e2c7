import { matcherOf } from '../facts/command-line/process-match.ts';
import { parseProcess } from '../facts/command-line/parse-process.ts';
import type { Manifest } from '../inventory/manifest.ts';
import { onSameMachine, whyTrading } from './trading.ts';

/** The trading services of a machine that one of these command lines would start. */
export function startedTrading(manifest: Manifest, machine: string, starts: readonly string[]): string[] {
  // Any mention counts, since a program that does not run yet cannot be identified.
  return manifest.services
    .filter((other) => whyTrading(other) !== null && onSameMachine(manifest, other.machine, machine))
    .filter((other) => starts.some((command) => matcherOf(other)(parseProcess({ command, cwd: null })) > 0))
    .map(({ name }) => name);
}
