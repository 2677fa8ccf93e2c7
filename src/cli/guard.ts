import { guardProgram } from '../remediation/guard/program.ts';

/**
 * Prints the program that looks once more before an action, for a machine that runs a copy of its own behind a forced
 * command: of what comes in it reads what was approved, and runs nothing. @returns the exit code
 */
export function runGuard(write: (text: string) => void): 0 {
  const given = `sed -e "1,/^guard .*<<'GUARDED'$/d" -e '/^GUARDED$/d'`;
  write(`#!/bin/sh\n${guardProgram}${given} | guard "$@"\n`);
  return 0;
}
