import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { containerFiles } from '../../src/probes/containers/container-files.ts';
import { composeScript } from '../../src/probes/machine/script.ts';
import { createSectionReader } from '../../src/probes/machine/sections.ts';
import { lacksDockerd, startDockerd } from '../support/servers/dockerd.ts';
import type { Dockerd } from '../support/servers/dockerd.ts';
import { aMachine, aService } from '../support/facts/observed.ts';
import { lacksShells, runShell } from '../support/machines/shells.ts';
import { which } from '../support/machines/system.ts';

/** dash with the libraries that it is linked to: a shell in which nothing but its builtins is to be had. */
function shellFiles(): Record<string, Buffer> {
  const dash = which('dash') ?? '';
  const linked = execFileSync('ldd', [dash], { encoding: 'utf8' }).match(/\/\S+(?= \(0x)/g) ?? [];
  const paths = [...linked.map((path) => [path, path]), ['/bin/sh', dash]];
  return Object.fromEntries(paths.map(([to = '', from = '']) => [`root${to}`, readFileSync(from)]));
}

const plant =
  'cd /root && chmod 755 bin/sh lib*/*-linux* lib*/*/* 2>/dev/null; mkdir app tmp && echo x >app/.env && echo y >app/run.py && echo z >app/ok && chmod 644 app/.env && chmod 666 app/run.py && chmod 600 app/ok';
const dockerfile = [
  'FROM scratch AS made',
  'COPY busybox /bin/busybox',
  'COPY root /root',
  `RUN ${JSON.stringify(['/bin/busybox', 'sh', '-c', plant])}`,
  'FROM scratch',
  'COPY --from=made /root /',
  'COPY --from=made /bin/busybox /sleep',
  'CMD ["/sleep","600"]',
].join('\n');

describe.skipIf(lacksDockerd() || lacksShells)(
  'files inside a container with a shell, but without find',
  () => {
    let engine: Dockerd;
    let container = '';

    beforeAll(async () => {
      engine = await startDockerd();
      container = `${engine.prefix}-bare`;
      await engine.build(container, dockerfile, shellFiles());
      await engine.docker('run', '--detach', '--network', 'none', '--name', container, container);
    });

    afterAll(async () => await engine.stop(), 60_000);

    it('are read from the stream that the engine gives of them', async () => {
      expect(
        await engine.docker(
          'exec',
          container,
          'sh',
          '-c',
          'echo $((1 + 1)); command -v ls find || echo none',
        ),
      ).toBe('2\nnone');
      const file = { path: '/app/ok', in: 'container' as const, secret: false, repo_path: 'ok' };
      const service = aService({ docker_service: container, scan: ['/app'], files: [file] });
      const target = { machine: aMachine(), services: [service] };
      const sh = containerFiles.fragment(target);
      const script = composeScript('abcdef01'.repeat(4), [{ name: 'x', sh, deadline_s: 20 }]);
      const { stdout } = runShell(['sh'], script, { env: { ...process.env, DOCKER_HOST: engine.host } });
      const reader = createSectionReader('abcdef01'.repeat(4), { names: ['x'], capBytes: 4_000_000 });
      reader.push(stdout);
      const section = reader.section('x');
      if (section.state !== 'complete') throw new Error(section.state);
      const seen = containerFiles.parse(section, target);
      const own = seen.ok ? seen.value[service.name] : seen;
      const [inside] = own?.ok ? own.value : [];
      const sha256 = createHash('sha256').update('z\n').digest('hex');
      expect(inside?.files).toMatchObject({
        '/app/ok': { ok: true, value: { mode: '0600', uid: 0, sha256: { ok: true, value: sha256 } } },
      });
      const scan = inside?.scans['/app'];
      expect(scan?.ok && scan.value.rest).toBeNull();
      const found = scan?.ok ? scan.value.files.map(({ path, mode }) => `${mode} ${path}`) : [];
      expect(new Set(found)).toEqual(new Set(['0644 /app/.env', '0666 /app/run.py']));
    });
  },
);
