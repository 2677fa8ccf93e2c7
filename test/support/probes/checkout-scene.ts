import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { checkout } from '../../../src/probes/checkout/checkout.ts';
import { composeScript } from '../../../src/probes/machine/script.ts';
import { createSectionReader } from '../../../src/probes/machine/sections.ts';
import type { Service } from '../../../src/inventory/manifest.ts';
import { aMachine, aService } from '../facts/observed.ts';

/** A day of March 2026, in seconds since the epoch. */
export const march = (day: number) => Date.UTC(2026, 2, day, 12) / 1000;

/** Runs git as the people of the fleet would, at a given time. */
export function gitAt(folder: string, seconds: number, ...args: string[]): string {
  const date = `${seconds} +0000`;
  const env = {
    ...process.env,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'Knox',
    GIT_AUTHOR_EMAIL: 'knox@example.org',
    GIT_COMMITTER_NAME: 'Knox > 1 +0000',
    GIT_COMMITTER_EMAIL: 'knox@example.org',
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_DATE: date,
  };
  return execFileSync('git', args, { cwd: folder, env, encoding: 'utf8', stdio: 'pipe' }).trim();
}

export function write(folder: string, files: Record<string, string>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

/** A checkout of main with two commits, of the 20th and the 25th. @returns the SHAs */
export function createCheckout(folder: string): [first: string, second: string] {
  mkdirSync(folder, { recursive: true });
  gitAt(folder, march(20), 'init', '--quiet', '--initial-branch=main', '--template=');
  const shas = [20, 25].map((day) => {
    write(folder, { 'main.py': `print(${day})\n`, 'lib/db.py': `# ${day}\n` });
    gitAt(folder, march(day), 'add', '.');
    gitAt(folder, march(day), 'commit', '--quiet', '-m', `day ${day}`);
    return gitAt(folder, march(day), 'rev-parse', 'HEAD');
  });
  return [shas[0] ?? '', shas[1] ?? ''];
}

/** What the probe sees of the checkouts of these services, by a real shell on this machine. */
export async function readBy(shell: string[], services: Service[], user?: number, deadline_s = 20) {
  const target = { machine: aMachine(), services };
  const marker = '0c'.repeat(16);
  const { inTurn: in_turn = false } = checkout;
  const fragment = { name: 'checkout', sh: checkout.fragment(target), deadline_s, in_turn };
  const script = composeScript(marker, [fragment]);
  const [program = 'sh', ...args] = shell;
  const running = promisify(execFile)(program, [...args, '-s'], {
    ...(user === undefined ? {} : { uid: user, gid: user }),
    maxBuffer: 16 * 1024 * 1024,
  });
  running.child.stdin?.end(script);
  const { stdout } = await running;
  const reader = createSectionReader(marker, { names: ['checkout'], capBytes: 4 * 1024 * 1024 });
  reader.push(Buffer.from(stdout));
  const section = reader.section('checkout');
  if (section.state !== 'complete') throw new Error(`the section is ${section.state}`);
  return checkout.parse(section, target);
}

/** The one checkout of one service. */
export async function readOne(folder: string, over: Partial<Service> = {}, user?: number) {
  const service = aService({ checkout: folder, ...over });
  const seen = await readBy(['sh'], [service], user);
  if (!seen.ok) return seen;
  const own = seen.value[service.name];
  if (!own) throw new Error('the service has no checkout');
  return own;
}
