import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MachineRequest } from '../../../src/probes/request.ts';
import type { MachineLimits } from '../../../src/probes/limits.ts';
import { hostOf } from '../clients/ssh-scene.ts';
import { aMachine, aService } from '../facts/observed.ts';
import type { Sshd } from '../servers/sshd.ts';
import { which } from '../machines/system.ts';

export const limits: MachineLimits = {
  connectMs: 10_000,
  sectionMs: 10_000,
  machineMs: 20_000,
  sectionCapBytes: 4 * 1024 * 1024,
};

/** Ten services on the machine that the sshd makes. */
export function requestFor(sshd: Sshd, over: Partial<MachineRequest> = {}): MachineRequest {
  const { host, port } = sshd;
  const services = Array.from({ length: 10 }, (_, at) => aService({ name: `service-${at}`, machine: 'box' }));
  return {
    host: hostOf(sshd),
    target: { machine: aMachine({ name: 'box', host, port }), services },
    singletons: [],
    only: null,
    ...over,
  };
}

/**
 * Puts a `ps` before the system's on the machine's PATH, which does `sh` when the script lists processes. Any other
 * call, such as ssh.ts's for ending a script, gets the real one.
 */
export function standInPs(sshd: Sshd, sh: string): void {
  const bin = join(sshd.folder, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'ps'), `#!/bin/sh\n[ "$1" = -A ] || exec ${which('ps')} "$@"\n${sh}\n`);
  chmodSync(join(bin, 'ps'), 0o755);
  writeFileSync(join(sshd.folder, 'home', '.bashrc'), `export PATH=${bin}:$PATH\n`);
}
