import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { compare } from '../../support/comparison/compare.ts';
import { seen } from '../../../src/facts/observation.ts';
import { observeMachine } from '../../../src/probes/observe-machine.ts';
import { clientUntilEnd } from '../../support/clients/ssh-scene.ts';
import { testFolder } from '../../support/machines/folder.ts';
import { aHealthAnswer, aMachine, anEndpoint, aService, aSituation } from '../../support/facts/observed.ts';
import { startSshd } from '../../support/servers/sshd.ts';
import { lacks } from '../../support/machines/system.ts';
import { limits, requestFor } from '../../support/probes/machine-scene.ts';

/** A process of its own that listens. @returns its pid and port */
async function listenAs(folder: string, name: string, address: string, port: number) {
  const program = join(folder, `${name}.mjs`);
  writeFileSync(
    program,
    `import { createServer } from 'node:net';
process.stdin.on('end', () => process.exit()).resume();
const server = createServer().listen(${port}, '${address}', () => console.log(server.address().port));\n`,
  );
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line]: unknown[] = await once(child.stdout, 'data');
  return { pid: child.pid ?? 0, port: Number(String(line)) };
}

describe.skipIf(lacks(['sshd', 'openssh-server'], ['ss', 'iproute2'], ['ps', 'procps']))(
  'two processes on one port',
  () => {
    it('are told apart by their addresses, down to the finding', async () => {
      const folder = await testFolder();
      const right = await listenAs(folder, 'akashic-records', '127.0.0.1', 0);
      const wrong = await listenAs(folder, 'leftover', '127.0.0.2', right.port);
      const sshd = await startSshd();
      onTestFinished(() => sshd.stop());
      const interfaces = { tailscale: '127.0.0.2', localhost: '127.0.0.1' };
      const machine = aMachine({ name: 'box', host: sshd.host, port: sshd.port, interfaces });
      const service = aService({
        machine: 'box',
        endpoints: [
          anEndpoint({ interface: 'tailscale', url: `http://127.0.0.2:${right.port}/health` }),
          anEndpoint({
            interface: 'localhost',
            url: `http://127.0.0.1:${right.port}/health`,
            from: 'machine',
          }),
        ],
      });
      const request = requestFor(sshd, {
        target: { machine, services: [service] },
        only: ['processes', 'listeners'],
      });
      const observation = await observeMachine(clientUntilEnd(sshd), request, limits);

      const situation = aSituation({ services: [service], machines: [machine] });
      situation.observations.machines['box'] = observation;
      situation.observations.health[service.name] = {
        tailscale: seen(aHealthAnswer({ status: 500, pid: null })),
        localhost: seen(aHealthAnswer({ pid: right.pid })),
      };
      const [finding] = compare(situation).findings;
      expect(finding).toMatchObject({
        type: 'interface_mismatch',
        summary: expect.stringMatching(
          // What is left of its command line depends on where this checkout and its Node are.
          new RegExp(`on tailscale \\S.* \\(pid ${wrong.pid}\\) listens there`),
        ),
        evidence: {
          layers: [{ layer: 'another_process', listeners: [{ address: '127.0.0.2', pid: wrong.pid }] }],
        },
      });
    });
  },
);
