import { matcherOf } from '../facts/command-line/process-match.ts';
import { parseProcess } from '../facts/command-line/parse-process.ts';
import type { Manifest } from '../inventory/manifest.ts';
import { onSameMachine, whyTrading } from './trading.ts';

/** The trading services of a machine whose process one of these command lines would be. */
export function startedTrading(manifest: Manifest, machine: string, starts: readonly string[]): string[] {
  // Any mention counts: what is about to start cannot be asked what it is.
  return manifest.services
    .filter((other) => whyTrading(other) !== null && onSameMachine(manifest, other.machine, machine))
    .filter((other) => starts.some((command) => matcherOf(other)(parseProcess({ command, cwd: null })) > 0))
    .map(({ name }) => name);
}
