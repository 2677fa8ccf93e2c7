import { runCheck } from '../cli/check.ts';
import { manifestPathIn, readEnv } from '../env/env.ts';
import type { Env } from '../env/env.ts';
import { UserError } from '../text/user-error.ts';
import { write } from './write.ts';

/** `driftwatch check`. @returns the exit code */
export function check({ manifest }: { manifest?: string }): Promise<number> {
  return runCheck({ manifestPath: manifest ?? manifestPathIn(), env: environment(), write });
}

/** A broken environment must not prevent the manifest's check. */
function environment(): Env | string {
  try {
    return readEnv();
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}
