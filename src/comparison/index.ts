import { duplicateProcess } from './duplicate-process.ts';
import { gitDrift } from './git-drift.ts';
import { healthCheck } from './health-check.ts';
import { healthMissing } from './health-missing.ts';
import { instanceMismatch } from './instance-mismatch.ts';
import { interfaceMismatch } from './interface-mismatch.ts';
import { job } from './job.ts';
import { lockfile } from './lockfile.ts';
import { machineUnreachable } from './machine-unreachable.ts';
import { probeFailed } from './probe-failed.ts';
import { processMissing } from './process-missing.ts';
import type { Rule } from './rule.ts';
import { unseenFiles } from './unseen-files.ts';
import { uptime } from './uptime.ts';
import { version } from './version.ts';
import { zombieProcess } from './zombie-process.ts';

/** Every rule. Their order does not matter: findings are sorted by severity. */
export const rules: readonly Rule[] = [
  machineUnreachable,
  probeFailed,
  healthCheck,
  interfaceMismatch,
  instanceMismatch,
  healthMissing,
  version,
  gitDrift,
  uptime,
  job,
  lockfile,
  duplicateProcess,
  processMissing,
  zombieProcess,
  unseenFiles,
];
