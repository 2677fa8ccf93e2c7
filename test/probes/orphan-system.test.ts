import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { compare } from '../support/comparison/compare.ts';
import { observeMachine } from '../../src/probes/observe-machine.ts';
import { seen } from '../../src/facts/observation.ts';
import { scene } from '../support/clients/ssh-scene.ts';
import { aHealthAnswer, aMachine, aService, aSituation } from '../support/facts/observed.ts';
import { signalProcess } from '../support/machines/process-tree.ts';
import { lacks, which } from '../support/machines/system.ts';
import { programs } from '../support/probes/job-scene.ts';
import { limits } from '../support/probes/machine-scene.ts';

const name = 'driftwatch-orphaned';

describe.skipIf(lacks(['sshd', 'openssh-server'], ['ps', 'procps']))('an orphan on a machine', () => {
  it('of an earlier session is found beside the process that the job manager names, over SSH', async () => {
    const { sshd, client, host } = await scene();
    const program = join(sshd.folder, 'programs', name);
    mkdirSync(join(sshd.folder, 'programs'));
    copyFileSync(which('sleep') ?? '/bin/sleep', program);
    const session = spawn('sh', ['-c', `${program} 60 >/dev/null 2>&1 & echo $!`]);
    const [printed] = await once(session.stdout, 'data');
    const orphan = Number(String(printed));
    onTestFinished(() => signalProcess(orphan, 'SIGKILL'));
    await pause(2100);
    const main = spawn('sleep', ['61']);
    onTestFinished(() => void main.kill('SIGKILL'));
    await once(main, 'spawn');

    const launchctl = `case "$1 $2" in
'list ') printf 'PID\\tStatus\\tLabel\\n%s\\t0\\tx\\n' ${main.pid} ;;
*) echo 'Could not find service'; exit 113 ;;
esac`;
    const bin = programs(sshd.folder, [], { launchctl });
    writeFileSync(join(sshd.folder, 'home', '.bashrc'), `export PATH=${bin}:$PATH\n`);
    const machine = aMachine({ name: 'box' });
    const services = [aService({ name, machine: 'box', repo: null, launchd_label: 'x' })];
    const request = { host, target: { machine, services }, singletons: [], only: null };
    const box = await observeMachine(client, request, limits);
    const health = { [name]: { tailscale: seen(aHealthAnswer({ pid: null })) } };
    const observations = { machines: { box }, health, releases: {} };
    const { findings } = compare(aSituation({ machines: [machine], services, observations }));
    const found = findings.filter(({ category }) => category === 'processes');
    expect(found).toMatchObject([
      { type: 'orphan_process', evidence: { named_pid: main.pid, orphans: [{ pid: orphan, ppid: 1 }] } },
    ]);
  });
});
