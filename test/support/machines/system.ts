import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

// Debian keeps sshd, dockerd and tc in sbin, and PostgreSQL's in a folder a version: not on every user's PATH.
const postgres = '/usr/lib/postgresql';
const versions = existsSync(postgres) ? readdirSync(postgres).map((name) => join(postgres, name, 'bin')) : [];
const path = [process.env['PATH'] ?? '', '/usr/sbin', '/sbin', ...versions].join(delimiter);

/** Absolute path of a program, or null. */
export function which(program: string): string | null {
  const found = path.split(delimiter).find((folder) => folder !== '' && existsSync(join(folder, program)));
  return found ? join(found, program) : null;
}

/**
 * For `describe.skipIf(lacks(…))`: true when one of the programs is missing, after saying what to install.
 * @throws where CI or DRIFTWATCH_ALL_TESTS is set: there a skipped system test is a failure
 */
export function lacks(...programs: [program: string, debianPackage: string][]): boolean {
  const missing = programs.filter(([program]) => which(program) === null);
  if (missing.length === 0) return false;
  const cure = `apt-get install ${missing.map(([, debianPackage]) => debianPackage).join(' ')}`;
  const text = `needs ${missing.map(([program]) => program).join(', ')}: ${cure}`;
  if (process.env['CI'] || process.env['DRIFTWATCH_ALL_TESTS']) throw new Error(text);
  process.stderr.write(`skipped, ${text}\n`);
  return true;
}
