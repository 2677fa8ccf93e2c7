import { runCheck } from '../cli/check.ts';
import { readEnv } from '../env/env.ts';
import { write } from './write.ts';

/** `driftwatch check`. @returns the exit code */
export function check({ manifest }: { manifest?: string }): Promise<number> {
  const env = readEnv();
  return runCheck({ manifestPath: manifest ?? env.manifestPath, env, write });
}
