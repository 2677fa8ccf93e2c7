import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHttpClient } from '../../../../src/clients/http/http.ts';
import { compare } from '../../../support/comparison/compare.ts';
import { seen } from '../../../../src/facts/observation.ts';
import { probeHealth } from '../../../../src/probes/health/health.ts';
import { observeMachine } from '../../../../src/probes/observe-machine.ts';
import { clientUntilEnd } from '../../../support/clients/ssh-scene.ts';
import { aMachine, anEndpoint, aRelease, aService, aPosition } from '../../../support/facts/observed.ts';
import { testFolder } from '../../../support/machines/folder.ts';
import { lacks } from '../../../support/machines/system.ts';
import { createCheckout, gitAt, write } from '../../../support/probes/checkout-scene.ts';
import { limits, requestFor } from '../../../support/probes/machine-scene.ts';
import { startSshd } from '../../../support/servers/sshd.ts';

/** Asks git once for its commit, when it is told to, and says from then on that it runs that. */
const server = `import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
process.stdin.once('data', () => {
  const version = process.argv[2] ?? String(execFileSync('git', ['rev-parse', 'HEAD'])).trim();
  createServer((_, answer) => answer.end(JSON.stringify({ status: 'ok', version })))
    .listen(0, '127.0.0.1', function () { console.log(this.address().port); });
});
console.log('started');
`;

/** A checkout that moves from its first commit to its second, and a service that starts from it. */
async function scene(pulled: 'before' | 'while it loads' | 'after', apart: number, lie?: string) {
  const name = `pulled-${process.pid}-${Math.trunc(Math.random() * 1e9)}`;
  const checkout = join(await testFolder(), name);
  const [first, second] = createCheckout(checkout);
  write(checkout, { '.git/info/exclude': 'server.mjs\n', 'server.mjs': server });
  // The clock of the move is the committer's: so many seconds from the start, without a wait.
  const move = (to: string, seconds: number) =>
    gitAt(checkout, Math.floor(Date.now() / 1000) + seconds, 'reset', '--quiet', '--hard', to);
  move(first, -86_400);
  if (pulled === 'before') move(second, apart);
  const args = [join(checkout, 'server.mjs'), ...(lie === undefined ? [] : [lie])];
  const child = spawn(process.execPath, args, { cwd: checkout, stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill());
  const lines = createInterface(child.stdout);
  await once(lines, 'line');
  if (pulled === 'while it loads') move(second, apart);
  child.stdin.write('go\n');
  const [port] = await once(lines, 'line');
  if (pulled === 'after') move(second, apart);
  return { name, checkout, first, second, url: `http://127.0.0.1:${String(port)}/health` };
}

async function audited({ name, checkout, second, url }: Awaited<ReturnType<typeof scene>>) {
  const sshd = await startSshd();
  onTestFinished(() => sshd.stop());
  const repo = 'knox/shop';
  const endpoint = anEndpoint({ url });
  const service = aService({ name, machine: 'box', repo, checkout, endpoints: [endpoint] });
  const machines = [aMachine({ name: 'box', host: sshd.host, port: sshd.port })];
  const target = { machine: machines[0]!, services: [service] };
  const box = await observeMachine(clientUntilEnd(sshd), requestFor(sshd, { target }), limits);
  const answer = await probeHealth(createHttpClient(), service, endpoint);
  expect(box.facts).toMatchObject({ processes: { ok: true }, checkout: { ok: true } });
  const positions = { [second]: seen(aPosition({ state: 'identical', behind: 0 })) };
  const observations = {
    machines: { box },
    health: { [name]: { [endpoint.interface]: answer } },
    releases: { [`${repo}#main`]: seen(aRelease({ positions })) },
  };
  const situation = { machines, services: [service], inventory: [service], observations };
  return compare({ ...situation, only: 'all', now: Date.now() }).findings.map(({ type }) => type);
}

describe.skipIf(lacks(['sshd', 'openssh-server'], ['git', 'git'], ['ps', 'procps']))(
  'a checkout that is pulled within seconds of a start',
  () => {
    it.each<[pulled: 'before' | 'while it loads' | 'after', apart: number]>([
      ['before', 0],
      ['before', -5],
      ['while it loads', 0],
      ['while it loads', 8],
      ['after', 0],
      ['after', 8],
    ])('is no version_mismatch: %s, %i s apart', async (pulled, apart) => {
      expect(await audited(await scene(pulled, apart))).not.toContain('version_mismatch');
    });

    it('is one where the service names a commit at which it never stood', async () => {
      expect(await audited(await scene('while it loads', 8, 'ab'.repeat(20)))).toContain('version_mismatch');
    });
  },
);
