import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Section } from '../../../src/probes/probe.ts';
import { composeScript } from '../../../src/probes/machine/script.ts';
import { createSectionReader } from '../../../src/probes/machine/sections.ts';

/** What a fragment prints, while the servers of this process may answer it. */
export async function runInTurn(
  [program, ...args]: [string, ...string[]],
  sh: string,
  env: Record<string, string> = {},
): Promise<Section> {
  const marker = 'b'.repeat(32);
  const reader = createSectionReader(marker, { names: ['x'], capBytes: 8_000_000 });
  const child = spawn(program, [...args, '-s'], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdout.on('data', (chunk: Buffer) => reader.push(chunk));
  child.stdin.end(composeScript(marker, [{ name: 'x', sh, deadline_s: 30 }]));
  await once(child, 'close');
  const section = reader.section('x');
  if (section.state !== 'complete') throw new Error(section.state);
  return section;
}
