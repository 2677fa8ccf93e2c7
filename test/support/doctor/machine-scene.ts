import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { startSshd } from '../servers/sshd.ts';
import type { Sshd, SshdOptions } from '../servers/sshd.ts';
import { aDoctorContext } from './scene.ts';

/** A real sshd, gone when the test has ended. */
export async function aMachine(options: SshdOptions = {}): Promise<Sshd> {
  const sshd = await startSshd(options);
  onTestFinished(() => sshd.stop());
  return sshd;
}

/** A patient whose one machine, `box`, is that sshd. */
export function doctorContextOn(
  sshd: Sshd,
  env: Record<string, string> = {},
  service: object = {},
  machine: object = {},
) {
  const { host, port, user, knownHostsPath, keyPath } = sshd;
  const manifest = {
    machines: { box: { host, port, ...machine } },
    services: [{ name: 'api', machine: 'box', risk_tier: 'LOW', ...service }],
  };
  const keys = { SSH_USER: user, SSH_KNOWN_HOSTS_PATH: knownHostsPath, SSH_KEY_PATH: keyPath };
  return aDoctorContext({ manifest, env: { ...keys, ...env } });
}

/** Executables that stand before the machine's own. */
export function withPrograms(sshd: Sshd, programs: Record<string, string>): void {
  const bin = join(sshd.folder, 'bin');
  mkdirSync(bin);
  for (const [name, sh] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${sh}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  writeFileSync(join(sshd.folder, 'home', '.bashrc'), `export PATH=${bin}:$PATH\n`);
}
