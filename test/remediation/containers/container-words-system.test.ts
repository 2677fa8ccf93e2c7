import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { busybox, containerVerdict } from '../../support/remediation/container-verdict.ts';
import type { Made } from '../../support/remediation/container-verdict.ts';
import { lacksDockerd, startDockerd } from '../../support/servers/dockerd.ts';
import type { Dockerd } from '../../support/servers/dockerd.ts';

const shell = (text: string): Made => ({ command: busybox('sh', '-c', text) });

describe.skipIf(lacksDockerd())('the command of a stopped container of a real engine', () => {
  let engine: Dockerd;
  beforeAll(async () => {
    engine = await startDockerd();
    const trades = 'exec /opt/shiva/run\n';
    const files = {
      'app/start.sh': trades,
      'app/my start.sh': trades,
      'app/a&b.sh': trades,
      'app/bots/run.py': 'import shiva\n',
      'app/clean.sh': 'exec /bin/busybox sleep 600\n',
    };
    const lines = [
      'FROM scratch',
      'COPY busybox /bin/busybox',
      'COPY app /app',
      'ENV PATH=/bin',
      'WORKDIR /',
    ];
    await engine.build(`${engine.prefix}-app`, lines.join('\n'), files);
  });
  afterAll(async () => await engine.stop(), 60_000);

  it.each<[string, Made]>([
    ['by its second line', shell('set -e\n/app/start.sh')],
    ['by its second line, in a folder', shell('cd /app\n./start.sh')],
    ['in quotes', shell('exec "/app/start.sh"')],
    ['by a path with a blank', { command: busybox('sh', '/app/my start.sh') }],
    ['by a path with a sign that JSON writes as a number', { command: busybox('sh', '/app/a&b.sh') }],
    ['in the folder of a variable', { ...shell('exec $D/start.sh'), flags: ['--env', 'D=/app'] }],
    ['in the folder of a variable in braces', { ...shell('exec ${D}/start.sh'), flags: ['--env', 'D=/app'] }],
    ['as a module', { command: busybox('python', '-m', 'bots.run'), flags: ['--workdir', '/app'] }],
    ['by its second line, as one that drives others', { ...shell('true\nreboot'), flags: ['--pid', 'host'] }],
  ])(
    'that would reach a trading bot %s is left alone',
    async (_, made) => {
      expect(await containerVerdict(engine, () => made)).toEqual(expect.any(String));
    },
    120_000,
  );

  it.each<[string, Made]>([
    ['of several lines', shell('set -e\nsh "/app/clean.sh"')],
    [
      'with a variable',
      { ...shell('exec sh $D/clean.sh $DD'), flags: ['--env', 'D=/app', '--env', 'DD=/x/$DD'] },
    ],
  ])(
    '%s may be restarted',
    async (_, made) => {
      expect(await containerVerdict(engine, () => made)).toBeNull();
    },
    120_000,
  );
});
