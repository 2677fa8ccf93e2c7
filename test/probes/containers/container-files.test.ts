import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Service } from '../../../src/inventory/manifest.ts';
import { containerFiles } from '../../../src/probes/containers/container-files.ts';
import { composeScript } from '../../../src/probes/machine/script.ts';
import { createSectionReader } from '../../../src/probes/machine/sections.ts';
import { lacksDockerd, startDockerd } from '../../support/servers/dockerd.ts';
import type { Dockerd } from '../../support/servers/dockerd.ts';
import { aMachine, aService } from '../../support/facts/observed.ts';
import { runShell } from '../../support/machines/shells.ts';
import { fuzzRounds } from '../../support/property-time.ts';

const runs = fuzzRounds(2000);
const inside = (path: string, over: Partial<Service['files'][number]> = {}) => ({
  path,
  in: 'container' as const,
  secret: false,
  ...over,
});

const bare = ['FROM scratch', 'COPY busybox /bin/busybox'];
const stay = 'CMD ["/bin/busybox","sleep","600"]';
const dockerfile = [
  ...bare,
  'RUN ["/bin/busybox","--install","-s","/bin"]',
  'RUN ["/bin/busybox","sh","-c","mkdir /app /shut && echo x >/app/.env && chmod 644 /app/.env && echo y >/app/run.py && chmod 666 /app/run.py && touch /app/ok && chmod 600 /app/ok /shut && touch \'/app/.env.$(touch pwned)\' "]',
  stay,
].join('\n');

describe.skipIf(lacksDockerd())('files inside the containers of a real docker', () => {
  let engine: Dockerd;
  const name = (text: string) => `${engine.prefix}-${text}`;

  beforeAll(async () => {
    engine = await startDockerd();
    await engine.build(name('app'), dockerfile);
    const run = async (container: string, image: string, ...flags: string[]) =>
      await engine.docker(
        'run',
        '--detach',
        '--network',
        'none',
        '--name',
        name(container),
        ...flags,
        name(image),
      );
    const compose = ['project=shop', `service=${name('web')}`].flatMap((text) => [
      '--label',
      `com.docker.compose.${text}`,
    ]);
    await run('one', 'app', '--user', '1000');
    await run('two', 'app', ...compose);
    await run('three', 'app', ...compose);
    const swarm = ['swarm.service.name=', 'stack.namespace='].map(
      (key, at) => `com.docker.${key}${name('stack')}${at === 0 ? '_db' : ''}`,
    );
    await run('task', 'app', ...swarm.flatMap((label) => ['--label', label]));
  });

  afterAll(async () => await engine.stop(), 60_000);

  function see(services: Partial<Service>[], env: NodeJS.ProcessEnv = {}) {
    const target = { machine: aMachine(), services: services.map((over) => aService(over)) };
    const marker = 'abcdef01'.repeat(4);
    const fragments = [{ name: 'container_files', sh: containerFiles.fragment(target), deadline_s: 20 }];
    const { stdout } = runShell(['sh'], composeScript(marker, fragments), {
      env: { ...process.env, DOCKER_HOST: engine.host, ...env },
    });
    const reader = createSectionReader(marker, { names: ['container_files'], capBytes: 4_000_000 });
    reader.push(stdout);
    const section = reader.section('container_files');
    if (section.state !== 'complete') throw new Error(section.state);
    const seen = containerFiles.parse(section, target);
    return seen.ok ? seen.value : { 'akashic-records': seen };
  }

  it('are seen as those of a machine are, by root, whoever the container runs as', () => {
    const files = ['/app/ok', '/shut/none', '/app/run.py'].map((path) => inside(path));
    const seen = see([{ docker_service: name('one'), scan: ['/app'], files }])['akashic-records'];
    expect(seen).toMatchObject({
      ok: true,
      value: [
        {
          container: name('one'),
          files: {
            '/app/ok': { ok: true, value: { mode: '0600', uid: 0, owner: '0', type: 'regular' } },
            '/shut/none': { ok: true, value: null },
            '/app/run.py': { ok: true, value: { mode: '0666' } },
          },
          scans: { '/app': { ok: true, value: { rest: null } } },
        },
      ],
    });
    const scan = seen?.ok ? seen.value[0]?.scans['/app'] : undefined;
    const found = scan?.ok ? scan.value.files.map(({ path, mode }) => `${mode} ${path}`) : [];
    expect(found.toSorted((one, other) => one.localeCompare(other))).toEqual(
      ['0644 /app/.env', '0644 /app/.env.$(touch pwned)', '0666 /app/run.py'].toSorted((one, other) =>
        one.localeCompare(other),
      ),
    );
    expect([process.cwd(), '/'].some((at) => existsSync(join(at, 'pwned')))).toBe(false);
  });

  it.each(['stack_db', 'stack-db'])('are seen in the tasks of a swarm, by the service: %s', (service) => {
    const seen = see([{ docker_service: name(service), scan: ['/app'] }])['akashic-records'];
    expect(seen).toMatchObject({ ok: true, value: [{ container: name('task'), engine: 'docker' }] });
  });

  it('are seen in each container of a compose service, beside those of another service', () => {
    const seen = see([
      { name: 'web', docker_service: name('web'), scan: ['/app'] },
      { name: 'one', docker_service: name('one'), scan: ['/shut'] },
      { name: 'shop', docker_service: `shop-${name('web')}`, scan: ['/none'] },
    ]);
    const containers = Object.values(seen).map((each) =>
      each?.ok ? each.value.map(({ container }) => container).length : 0,
    );
    expect(containers).toEqual([2, 1, 2]);
    const [shop] = seen['shop']?.ok ? seen['shop'].value : [];
    expect(shop?.scans['/none']).toMatchObject({ ok: false, detail: 'there is no such folder' });
  });

  it.each([
    ['a container that does not run', 'none', 'unsupported', 'no container of the name'],
    ['a name that only looks like one', 'on.', 'unsupported', 'no container of the name'],
  ])('of %s are unseen', (_what, container, reason, detail) => {
    expect(see([{ docker_service: name(container), scan: ['/app'] }])['akashic-records']).toMatchObject({
      ok: false,
      reason,
      detail: expect.stringContaining(detail),
    });
  });

  it('are unseen where the engine does not answer', () => {
    const seen = see([{ docker_service: name('one'), scan: ['/app'] }], {
      DOCKER_HOST: 'unix:///nonexistent.sock',
    });
    expect(seen['akashic-records']).toMatchObject({ ok: false, reason: 'unreachable' });
  });
});

describe('the parser of files inside containers', () => {
  it('takes any text for what it is, and calls nothing seen that did not end', () => {
    const target = {
      machine: aMachine(),
      services: [aService({ docker_service: 'app', scan: ['/app'], files: [inside('/x')] })],
    };
    const line = fc.oneof(
      {
        weight: 4,
        arbitrary: fc.constantFrom(
          '0 listed',
          '0 container app',
          '0 in ended 0',
          '0 in == scans',
          '0 in 0 said ended 0',
          '0 failed no',
          '0 in',
          '1 listed',
          'absent',
          '0 in ended 127',
        ),
      },
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const seen = containerFiles.parse({ output: lines.join('\n'), status: 0, truncated: false }, target);
        const own = seen.ok ? seen.value['akashic-records'] : seen;
        expect(own?.ok === false || lines.join('\n').includes('ended 0')).toBe(true);
      }),
      { numRuns: runs },
    );
  });
});
