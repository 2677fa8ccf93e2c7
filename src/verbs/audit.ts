import { readMemory } from '../bot/read-memory.ts';
import { wire } from '../bot/wire.ts';
import { runAudit } from '../cli/audit.ts';
import type { AuditOptions } from '../cli/program.ts';
import { readEnv } from '../env/env.ts';
import type { AuditRequest } from '../report/request.ts';

/** `driftwatch audit` and `driftwatch dupes`. @returns the exit code */
export async function audit(
  only: AuditRequest['only'],
  options: AuditOptions,
  env = readEnv(),
): Promise<number> {
  const { memory, own } = await readMemory(env, (sentence) => void process.stderr.write(`${sentence}\n`));
  const { appWith, close } = wire({ ...env, manifestPath: options.manifest ?? env.manifestPath }, memory, {
    own,
  });
  const { service = null, machine = null, format } = options;
  try {
    return await runAudit(appWith(null), { trigger: 'cli', service, machine, only }, format);
  } finally {
    await close();
  }
}
