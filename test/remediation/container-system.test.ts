import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lacksDockerd, startDockerd } from '../support/servers/dockerd.ts';
import type { Dockerd } from '../support/servers/dockerd.ts';
import { lacks } from '../support/machines/system.ts';
import { aRealRemediation } from '../support/remediation/real-scene.ts';

/** Well until /sick is there; a restart begins with a clean slate, since its command removes the file. */
const dockerfile = [
  'FROM scratch',
  'COPY busybox /bin/busybox',
  'COPY start.sh /start.sh',
  'HEALTHCHECK --interval=1s --retries=1 CMD ["/bin/busybox","test","!","-e","/sick"]',
  'CMD ["/bin/busybox","sh","-c","/bin/busybox rm -f /sick; exec /bin/busybox sleep 600"]',
].join('\n');

describe.skipIf(lacksDockerd() || lacks(['sshd', 'openssh-server']))('a real container', () => {
  let engine: Dockerd;
  beforeAll(async () => {
    engine = await startDockerd();
    await engine.build(`${engine.prefix}-app`, dockerfile, {
      'start.sh': '/bin/busybox sleep 600 # then /opt/shiva/run\n',
    });
  });
  afterAll(async () => await engine.stop(), 60_000);

  async function run(name: string, ...more: string[]): Promise<void> {
    const flags = more.some((flag) => flag.startsWith('container:')) ? [] : ['--network', 'none'];
    await engine.docker(
      'run',
      '--detach',
      ...flags,
      '--name',
      `${engine.prefix}-${name}`,
      ...(more.includes(`${engine.prefix}-app`) ? more : [...more, `${engine.prefix}-app`]),
    );
  }

  async function sicken(name: string): Promise<void> {
    await engine.docker('exec', `${engine.prefix}-${name}`, '/bin/busybox', 'touch', '/sick');
    const health = () =>
      engine.docker('inspect', '--format', '{{.State.Health.Status}}', `${engine.prefix}-${name}`);
    await expect.poll(health, { timeout: 20_000 }).toBe('unhealthy');
  }

  const pidOf = async (name: string) =>
    Number(await engine.docker('inspect', '--format', '{{.State.Pid}}', `${engine.prefix}-${name}`));

  it('that is unhealthy is restarted once it is approved: a new process, seen to be well', async () => {
    await run('relay');
    await sicken('relay');
    const { remedy } = await aRealRemediation(
      { environment: { DOCKER_HOST: engine.host } },
      { services: [{ name: 'relay', docker_service: `${engine.prefix}-relay` }] },
    );
    const before = await pidOf('relay');
    const done = await remedy('relay', 'restart-container');
    expect(done).toMatchObject({
      state: 'succeeded',
      plan: { argv: ['docker', 'restart', `${engine.prefix}-relay`] },
      outcome: { exit_status: 0, finding: 'gone', output: `${engine.prefix}-relay` },
    });
    expect(await pidOf('relay')).not.toBe(before);
  });

  it('in whose network another lives is left alone', async () => {
    await run('vpn');
    await run('guest', '--network', `container:${engine.prefix}-vpn`);
    await sicken('vpn');
    const { remedy } = await aRealRemediation(
      { environment: { DOCKER_HOST: engine.host } },
      { services: [{ name: 'vpn', docker_service: `${engine.prefix}-vpn` }] },
    );
    const before = await pidOf('vpn');
    const blocked = await remedy('vpn', 'restart-container');
    expect(blocked).toMatchObject({
      state: 'blocked',
      reason: expect.stringContaining(`${engine.prefix}-guest shares its network`),
    });
    expect(await pidOf('vpn')).toBe(before);
  });

  it.each<[string, string[], string[], string]>([
    [
      'its command',
      [],
      ['/bin/busybox', 'sh', '-c', ': shiva; exec /bin/busybox sleep 600'],
      'trading bot shiva',
    ],
    ['a variable’s name', ['--env', 'SHIVA_KEY=x'], [], 'trading bot shiva'],
    ['a variable’s value', ['--env', 'BOT=shiva'], [], 'variable BOT'],
    ['a label', ['--label', 'for=foresight'], [], 'trading bot foresight'],
    ['a mount', ['--volume', '/opt/alpha-data:/data'], [], '/opt/alpha-data'],
    [
      'a script of its image',
      [],
      ['/bin/busybox', 'sh', '/start.sh'],
      '/start.sh, which names a trading bot',
    ],
    ['its host name', ['--hostname', 'leverage1'], [], 'trading bot leverage'],
  ])(
    'that was stopped, and whose %s is a trading bot’s, is read before it is started',
    async (what, flags, command, why) => {
      const name = what.replaceAll(/\W/g, '');
      await run(name, ...flags, `${engine.prefix}-app`, ...command);
      await engine.docker('kill', `${engine.prefix}-${name}`);
      const { remedy } = await aRealRemediation(
        { environment: { DOCKER_HOST: engine.host } },
        {
          services: [
            { name: 'web', docker_service: `${engine.prefix}-${name}` },
            { name: 'alpha', kind: 'trading', risk_tier: 'CRITICAL', checkout: '/opt/alpha-data' },
          ],
        },
      );
      const blocked = await remedy('web', 'restart-container');
      expect(blocked).toMatchObject({ state: 'blocked', reason: expect.stringContaining(why) });
      expect(await pidOf(name)).toBe(0);
    },
    90_000,
  );

  it('that a trading bot’s process runs in is left alone, whatever the manifest calls it', async () => {
    await engine.docker(
      'run',
      '--detach',
      '--network',
      'none',
      '--name',
      `${engine.prefix}-web`,
      '--health-cmd',
      '/bin/busybox false',
      '--health-interval',
      '1s',
      '--health-retries',
      '1',
      `${engine.prefix}-app`,
      '/bin/busybox',
      'sh',
      '-c',
      ': shiva; /bin/busybox sleep 600; :',
    );
    const health = () =>
      engine.docker('inspect', '--format', '{{.State.Health.Status}}', `${engine.prefix}-web`);
    await expect.poll(health, { timeout: 20_000 }).toBe('unhealthy');
    const { remedy } = await aRealRemediation(
      { environment: { DOCKER_HOST: engine.host } },
      { services: [{ name: 'web', docker_service: `${engine.prefix}-web` }] },
    );
    const blocked = await remedy('web', 'restart-container');
    expect(blocked).toMatchObject({ state: 'blocked', reason: expect.stringContaining('trading bot shiva') });
  });
});
