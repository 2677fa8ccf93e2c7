import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lacksDockerd, startDockerd } from '../support/servers/dockerd.ts';
import type { Dockerd } from '../support/servers/dockerd.ts';
import { lacks } from '../support/machines/system.ts';
import { aRealRemediation } from '../support/remediation/real-scene.ts';

describe.skipIf(lacksDockerd() || lacks(['sshd', 'openssh-server']))('a container', () => {
  let engine: Dockerd;
  beforeAll(async () => {
    engine = await startDockerd();
    const command = 'CMD ["/bin/busybox","sleep","600"]';
    await engine.build(`${engine.prefix}-app`, `FROM scratch\nCOPY busybox /bin/busybox\n${command}`);
  });
  afterAll(async () => await engine.stop(), 60_000);

  async function run(name: string, ...flags: string[]): Promise<void> {
    const alone = flags.includes('--network') ? [] : ['--network', 'none'];
    const named = ['--name', `${engine.prefix}-${name}`, `${engine.prefix}-app`];
    await engine.docker('run', '--detach', ...alone, ...flags, ...named);
  }
  const pidOf = async (name: string) =>
    Number(await engine.docker('inspect', '--format', '{{.State.Pid}}', `${engine.prefix}-${name}`));

  const project = (service: string, needs = '') => [
    '--label',
    'com.docker.compose.project=shop',
    '--label',
    `com.docker.compose.service=${service}`,
    '--label',
    `com.docker.compose.depends_on=${needs}`,
  ];
  it.each<[string, (bot: string) => [own: string[], bot: string[]], ...(() => Promise<unknown>)[]]>([
    ['needs, by compose,', () => [project('front', 'teller:service_started:false'), project('teller')]],
    ['is needed, by compose, by', () => [project('front'), project('teller', 'front:service_healthy:true')]],
    ['has the volumes of', (bot) => [['--volumes-from', `${bot}:ro`], []]],
    [
      'has a link, in a network of their own, to',
      (bot) => [
        ['--network', `${engine.prefix}-net`, '--link', `${bot}:db`],
        ['--network', `${engine.prefix}-net`],
      ],
      () => engine.docker('network', 'create', `${engine.prefix}-net`),
    ],
    ['has the network of', (bot) => [['--network', `container:${bot}`], []]],
    ['sees the processes of', (bot) => [['--pid', `container:${bot}`], []]],
    [
      'has the shared memory of',
      (bot) => [
        ['--ipc', `container:${bot}`],
        ['--ipc', 'shareable'],
      ],
    ],
  ])(
    'that %s a trading bot’s is left alone',
    async (what, flags, make) => {
      const name = `tie${what.replaceAll(/\W/g, '')}`;
      const bot = `${engine.prefix}-${name}-teller`;
      const [own, others] = flags(bot);
      await make?.();
      await run(`${name}-teller`, ...others);
      await run(name, ...own);
      await engine.docker('kill', `${engine.prefix}-${name}`);
      const { remedy } = await aRealRemediation(
        { environment: { DOCKER_HOST: engine.host } },
        {
          services: [
            { name: 'web', docker_service: `${engine.prefix}-${name}` },
            { name: 'alpha', kind: 'trading', risk_tier: 'CRITICAL', docker_service: bot },
          ],
        },
      );
      const blocked = await remedy('web', 'restart-container');
      expect(blocked).toMatchObject({
        state: 'blocked',
        reason: expect.stringContaining('it would touch alpha too, which trades'),
      });
      expect(await pidOf(name)).toBe(0);
    },
    90_000,
  );

  it('that has nothing of a trading bot’s beside it may be restarted', async () => {
    await run('free', ...project('front', 'db:service_started:false'));
    // Of the same image with the same command it would count as the bot's program.
    await run('teller', '--label', 'com.docker.compose.project=remediation', '--entrypoint', '/bin/busybox');
    await engine.docker('kill', `${engine.prefix}-free`);
    const { ask } = await aRealRemediation(
      { environment: { DOCKER_HOST: engine.host } },
      {
        services: [
          { name: 'web', docker_service: `${engine.prefix}-free` },
          {
            name: 'alpha',
            kind: 'trading',
            risk_tier: 'CRITICAL',
            docker_service: `${engine.prefix}-teller`,
          },
        ],
      },
    );
    expect(await ask('web', 'restart-container')).toMatchObject({ state: 'requested', reason: null });
  });

  it('that is another one since it was approved is left alone', async () => {
    await run('late');
    await engine.docker('kill', `${engine.prefix}-late`);
    const { ask, click } = await aRealRemediation(
      { environment: { DOCKER_HOST: engine.host } },
      { services: [{ name: 'web', docker_service: `${engine.prefix}-late` }] },
    );
    const asked = await ask('web', 'restart-container');
    expect(asked).toMatchObject({ state: 'requested' });
    await engine.docker('rm', '--force', `${engine.prefix}-late`);
    await run('late', '--env', 'NEW=1');
    await engine.docker('kill', `${engine.prefix}-late`);
    expect(await click(asked.id)).toMatchObject({
      state: 'blocked',
      reason: expect.stringContaining('has changed since the request (container'),
    });
    expect(await pidOf('late')).toBe(0);
  });
});
