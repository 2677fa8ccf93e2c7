import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lacks } from '../../support/machines/system.ts';
import { lacksDockerd, startDockerd } from '../../support/servers/dockerd.ts';
import { startSshd } from '../../support/servers/sshd.ts';
import { name, OVERLAP, quiet, told } from '../../support/triggers/restarts.ts';

describe('a restart of a watched service is no alert', () => {
  it.skipIf(lacksDockerd() || lacks(['sshd', 'openssh-server']))(
    'by docker, and by a new container beside the old one',
    { timeout: 900_000 },
    async () => {
      const engine = await startDockerd();
      onTestFinished(() => engine.stop(), 60_000);
      const image = `${engine.prefix}-bot`;
      await engine.build(
        image,
        'FROM scratch\nCOPY busybox /bin/busybox\nCMD ["/bin/busybox","sleep","3000"]',
      );
      const sshd = await startSshd({ environment: { DOCKER_HOST: engine.host } });
      onTestFinished(() => sshd.stop());
      const labels = { project: engine.prefix, service: name, oneoff: 'False', 'container-number': '1' };
      const labelled = Object.entries(labels).flatMap(([key, value]) => [
        '--label',
        `com.docker.compose.${key}=${value}`,
      ]);
      let count = 0;
      async function run(): Promise<string> {
        const container = `${engine.prefix}-${(count += 1)}`;
        await engine.docker('run', '--detach', '--network', 'none', '--name', container, ...labelled, image);
        return container;
      }
      let current = await run();
      const heard = await told({
        access: sshd,
        service: { docker_service: name },
        async restart() {
          if (count % 2 === 0) await engine.docker('restart', '--time', '0', current);
          const next = await run();
          await pause(OVERLAP);
          await engine.docker('rm', '--force', current);
          current = next;
        },
        double: async () => void (await run()),
      });
      expect(heard).toEqual(quiet);
    },
  );
});
