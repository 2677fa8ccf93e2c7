import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Job } from '../../../src/facts/job.ts';
import { jobs } from '../../../src/probes/jobs/jobs.ts';
import type { Observation } from '../../../src/facts/observation.ts';
import { composeScript } from '../../../src/probes/machine/script.ts';
import { createSectionReader } from '../../../src/probes/machine/sections.ts';
import { aMachine, aService } from '../facts/observed.ts';
import { runShell } from '../machines/shells.ts';

const recorded = new URL('../../probes/fixtures/jobs/', import.meta.url).pathname;
const marker = '0123abcd'.repeat(4);

/** A service for each label and unit, called as it. */
export function targetOf(labels: string[], units: string[] = []) {
  const services = [
    ...labels.map((label) => aService({ name: label, launchd_label: label })),
    ...units.map((unit) => aService({ name: unit, systemd_unit: unit })),
  ];
  return { machine: aMachine(), services };
}

/** A folder of programs: those whose answers are recorded, and scripts of the test's own. */
export function programs(folder: string, names: string[], own: Record<string, string> = {}): string {
  const bin = join(folder, 'job-bin');
  mkdirSync(bin, { recursive: true });
  for (const name of names) copyFileSync(join(recorded, name), join(bin, name));
  for (const [name, sh] of Object.entries(own)) writeFileSync(join(bin, name), `#!/bin/sh\n${sh}\n`);
  for (const name of [...names, ...Object.keys(own)]) chmodSync(join(bin, name), 0o755);
  return bin;
}

export type Asked = {
  target: ReturnType<typeof targetOf>;
  names?: string[];
  own?: Record<string, string>;
  /** the SSH user has a manager of its own */
  userManager?: boolean;
  shell?: [string, ...string[]];
};

/** What the real fragment prints in a real shell whose PATH holds these programs first. */
export function ask({ target, names = [], own = {}, userManager = false, shell = ['sh'] }: Asked): string {
  const folder = mkdtempSync(join(tmpdir(), 'driftwatch-jobs-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  if (userManager) mkdirSync(join(folder, 'run', 'systemd'), { recursive: true });
  const script = composeScript(marker, [{ name: 'jobs', sh: jobs.fragment(target), deadline_s: 10 }]);
  const PATH = `${programs(folder, names, own)}:${process.env['PATH'] ?? ''}`;
  const { stdout } = runShell(shell, script, { env: { PATH, XDG_RUNTIME_DIR: join(folder, 'run') } });
  const reader = createSectionReader(marker, { names: ['jobs'], capBytes: 4_000_000 });
  reader.push(stdout);
  const section = reader.section('jobs');
  if (section.state !== 'complete') throw new Error(section.state);
  return section.output;
}

export function read(output: string, target: Asked['target']): Observation<Record<string, Observation<Job>>> {
  return jobs.parse({ output, status: 0, truncated: false }, target);
}

/** The one job that was asked for. */
export function jobOf(asked: Asked): Observation<Job> {
  const seen = read(ask(asked), asked.target);
  const name = asked.target.services[0]?.name ?? '';
  return seen.ok ? (seen.value[name] ?? { ok: false, reason: 'malformed', detail: 'left out' }) : seen;
}
