import { spawn } from 'node:child_process';
import { chmod, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Service } from '../../../src/inventory/manifest.ts';
import { localHealth } from '../../../src/probes/health/local-health.ts';
import { composeScript } from '../../../src/probes/machine/script.ts';
import { createSectionReader } from '../../../src/probes/machine/sections.ts';
import { testFolder } from '../machines/folder.ts';
import { aMachine, anEndpoint, aService } from '../facts/observed.ts';
import { which } from '../machines/system.ts';

// The probe as a machine runs it: its fragment in the real script, in a real shell, with the tools that the test
// puts on the PATH.

const marker = '0123456789abcdef'.repeat(2);
const base = ['sh', 'cat', 'head', 'tr', 'sleep', 'base64', 'od', 'timeout'];

/** `null` leaves a tool out, a text is the script that stands in for it. */
export type Tools = Record<string, string | null>;

/** A PATH with the usual tools and those given: the system's own, or busybox's where the text says `busybox`. */
export async function pathWith(tools: Tools): Promise<string> {
  const folder = await testFolder();
  for (const [name, tool] of Object.entries({
    ...Object.fromEntries(base.map((name) => [name, name])),
    ...tools,
  })) {
    if (tool === null) continue;
    const place = join(folder, name);
    const program = which(tool);
    if (program) await symlink(program, place);
    else await writeFile(place, `#!/bin/sh\n${tool}\n`).then(() => chmod(place, 0o755));
  }
  return folder;
}

export function localService(
  url: string,
  { name = 'akashic-records', ...health }: Partial<Service['health']> & { name?: string } = {},
): Service {
  const endpoints = [anEndpoint({ interface: 'localhost', url, from: 'machine' })];
  return aService({ name, endpoints, health: { ...aService().health, ...health } });
}

/** What the probe sees of the services on a machine with that PATH. */
export async function observeLocally(
  services: Service[],
  PATH: string,
  [program, ...args]: string[] = ['sh'],
): Promise<ReturnType<typeof localHealth.parse>> {
  const target = { machine: aMachine(), services };
  const sh = localHealth.fragment(target);
  const script = composeScript(marker, [{ name: localHealth.name, sh, deadline_s: 20 }]);
  const shell = spawn(which(program ?? 'sh') ?? 'sh', [...args, '-s'], {
    env: { PATH, http_proxy: 'http://127.0.0.1:1' },
  });
  shell.stdin.end(script);
  const output = Buffer.from(await text(shell.stdout));
  const reader = createSectionReader(marker, { names: [localHealth.name], capBytes: 4 * 1024 * 1024 });
  reader.push(output);
  const section = reader.section(localHealth.name);
  if (section.state !== 'complete') throw new Error(`the section is ${section.state}: ${output.toString()}`);
  return localHealth.parse(section, target);
}

/** The one answer of one service. */
export async function askLocally(service: Service, PATH: string, shell?: string[]) {
  const observed = await observeLocally([service], PATH, shell);
  return observed.ok ? observed.value[service.name]?.['localhost'] : observed;
}
