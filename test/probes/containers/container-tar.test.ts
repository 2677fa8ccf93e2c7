import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Service } from '../../../src/inventory/manifest.ts';
import { containerFiles } from '../../../src/probes/containers/container-files.ts';
import { readByTar } from '../../../src/probes/containers/container-tar.ts';
import { composeScript } from '../../../src/probes/machine/script.ts';
import { createSectionReader } from '../../../src/probes/machine/sections.ts';
import { parseTarRow } from '../../../src/probes/containers/tar-row.ts';
import { lacksDockerd, startDockerd } from '../../support/servers/dockerd.ts';
import type { Dockerd } from '../../support/servers/dockerd.ts';
import { aMachine, aService } from '../../support/facts/observed.ts';
import { runShell } from '../../support/machines/shells.ts';
import { which } from '../../support/machines/system.ts';
import { fuzzRounds } from '../../support/property-time.ts';

const runs = fuzzRounds(2000);
const inside = (path: string, over: Partial<Service['files'][number]> = {}) => ({
  path,
  in: 'container' as const,
  secret: false,
  ...over,
});

const plant = [
  'mkdir /app /plain && cd /app && echo x >.env && echo y >run.py && echo z >ok && echo k >tls.pem',
  'chmod 644 .env tls.pem && chmod 666 run.py && chmod 600 ok && chown 7:8 ok',
  'printf "%s\\n%s\\n" "-----BEGIN CERTIFICATE-----" x >ca.pem && chmod 644 ca.pem && ln -s ok link',
  'echo w >"$(printf "a b\\\\t\\303\\251\\nc")" && chmod 666 a* && touch \'.env.$(touch pwned)\' && chmod 644 .env.*',
  'echo y >/plain/run.py && chmod 666 /plain/run.py && mkdir /split && echo w >"$(printf "/split/a\\nb")" && chmod 666 /split/a*',
  'mkdir -p /app/up/in /app/tmp /app/.env.d && chmod 777 /app/up && chmod 1777 /app/tmp && mkfifo /app/pipe && chmod 666 /app/pipe && ln -s up /app/id_rsa',
].join(' && ');
const dockerfile = [
  'FROM scratch AS made',
  'COPY busybox /bin/busybox',
  'RUN ["/bin/busybox","--install","-s","/bin"]',
  `RUN ${JSON.stringify(['/bin/busybox', 'sh', '-c', plant])}`,
  'FROM scratch',
  'COPY --from=made /bin/busybox /sleep',
  'COPY --from=made /app /app',
  'COPY --from=made /plain /plain',
  'COPY --from=made /split /split',
  'CMD ["/sleep","600"]',
].join('\n');

describe.skipIf(lacksDockerd())('files inside a container that holds no shell', () => {
  let engine: Dockerd;
  let container = '';
  const bin = mkdtempSync(join(tmpdir(), 'dw-tar-'));

  beforeAll(async () => {
    engine = await startDockerd();
    container = `${engine.prefix}-none`;
    await engine.build(container, dockerfile);
    await engine.docker('run', '--detach', '--network', 'none', '--name', container, container);
    symlinkSync(which('busybox') ?? '', join(bin, 'tar'));
  });

  afterAll(async () => {
    await engine.stop();
    rmSync(bin, { recursive: true });
  });

  function see(over: Partial<Service>, path = '', most: number | null = null) {
    const target = { machine: aMachine(), services: [aService({ docker_service: container, ...over })] };
    const marker = 'abcdef01'.repeat(4);
    const whole = containerFiles.fragment(target);
    const sh = most === null ? whole : whole.replace(/^most=\d+$/m, `most=${most}`);
    const { stdout } = runShell(['sh'], composeScript(marker, [{ name: 'x', sh, deadline_s: 20 }]), {
      env: { ...process.env, DOCKER_HOST: engine.host, PATH: `${path}:${process.env['PATH']}` },
    });
    const reader = createSectionReader(marker, { names: ['x'], capBytes: 4_000_000 });
    reader.push(stdout);
    const section = reader.section('x');
    if (section.state !== 'complete') throw new Error(section.state);
    const seen = containerFiles.parse(section, target);
    const own = seen.ok ? seen.value['akashic-records'] : seen;
    if (!own?.ok) throw new Error(JSON.stringify(own));
    const [first] = own.value;
    if (!first) throw new Error('no container');
    return first;
  }

  it.each([
    ['the tar of the machine', ''],
    ['busybox tar', bin],
  ])('are seen by %s where the manifest names them', (_what, path) => {
    const sha256 = createHash('sha256').update('z\n').digest('hex');
    const files = ['/app/ok', '/app/link', '/app/none', '/app', '/none/none', '/app/ca.pem', '/app/tls.pem'];
    const seen = see({ files: files.map((each) => inside(each, { sha256 })) }, path).files;
    const ok = {
      mode: '0600',
      uid: 7,
      gid: 8,
      owner: null,
      type: 'regular',
      sha256: { ok: true, value: sha256 },
    };
    expect(seen).toMatchObject({
      '/app/ok': { ok: true, value: ok },
      '/app/link': { ok: true, value: ok },
      '/app/none': { ok: true, value: null },
      '/none/none': { ok: true, value: null },
      '/app': { ok: true, value: { type: 'directory', mode: '0755', sha256: null } },
      '/app/ca.pem': { ok: true, value: { is_public: true } },
      '/app/tls.pem': { ok: true, value: { is_public: false } },
    });
  });

  it('are found by their names as they are, hostile ones too, and none is called exposed that may be public', () => {
    const scan = see({ scan: ['/app', '/plain', '/none'] }).scans;
    const app = scan['/app'];
    const found = app?.ok ? app.value.files.map(({ path, mode }) => `${mode} ${path}`) : [];
    expect(new Set(found)).toEqual(
      new Set([
        '0644 /app/.env',
        '0644 /app/.env.$(touch pwned)',
        '0666 /app/a b\té\nc',
        '0666 /app/run.py',
        '0777 /app/up',
        '0666 /app/pipe',
      ]),
    );
    expect(app).toMatchObject({ value: { rest: { ok: false, detail: expect.stringContaining('.pem') } } });
    expect(scan['/plain']).toMatchObject({
      value: { files: [{ path: '/plain/run.py', owner: '0' }], rest: null },
    });
    expect(scan['/none']).toMatchObject({ ok: false, detail: 'there is no such folder' });
    expect([process.cwd(), '/'].some((at) => existsSync(join(at, 'pwned')))).toBe(false);
  });

  it('are not taken apart at a line break by a tar that prints it as it is', () => {
    const scan = see({ scan: ['/split', '/plain'] }, bin).scans;
    expect(scan['/split']).toMatchObject({ ok: false, detail: expect.stringContaining('line break') });
    expect(scan['/plain']).toMatchObject({ value: { files: [{ path: '/plain/run.py' }], rest: null } });
  });

  it('beyond the cap are unseen, never passed over', () => {
    const sha256 = '0'.repeat(64);
    const seen = see({ scan: ['/app'], files: [inside('/app/ok', { sha256 })] }, '', 1025);
    const app = seen.scans['/app'];
    expect(app?.ok ? app.value.rest : app).toMatchObject({
      detail: expect.stringContaining('larger than what is read'),
    });
    const small = see({ files: [inside('/sleep', { sha256 })] }, '', 10_001);
    expect(small.files['/sleep']).toMatchObject({ value: { sha256: { ok: false } } });
  });
});

describe('the parser of tar listings', () => {
  it.each([
    ['gnu', String.raw`-rw-rw-rw- 0/12 7 2026-11-24 02:26 ./a\nb\\\303\251`, './a\nb\\é'],
    ['gnu', 'hrw-rw-rw- 0/12 7 2026-11-24 02:26 ./a link to ./b', './a'],
    ['gnu', 'hrw-rw-rw- 0/12 7 2026-11-24 02:26 ./a link to b link to c', undefined],
    ['gnu', '-rw-rw-rw- root/root 7 2026-11-24 02:26 ./a', undefined],
    ['bsd', '-rw-rw-rw-  0 0      12          7 Nov  4  2026 ./a', './a'],
    ['plain', String.raw`-rw-rw-rw- 0/12 7 2026-11-24 02:26:06 ./a\n`, String.raw`./a\n`],
    ['plain', '-rw-rw-rw- 0/12 7 2026-11-24 02:26:06 ./a?', undefined],
  ] as const)('of %s reads %s', (dialect, text, path) => {
    expect(parseTarRow(text, dialect)?.path).toBe(path);
  });

  it('takes any text for what it is, and calls no folder whole whose listing did not end', () => {
    const line = fc.oneof(
      fc.constantFrom(
        '== tar gnu',
        '== tar plain',
        '0 tar 0',
        '0 tar 2',
        '0 copy 1',
        '0 capped',
        '1 tar 0',
        '0 row -rw-rw-rw- 0/0 1 2026-11-24 02:26 ./a',
        '0 said no such file or directory',
      ),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const read = readByTar(lines, [{ kind: 'folder', path: '/app', hash: false }], 'docker');
        const scan = read?.ok ? read.value.scans['/app'] : undefined;
        const told = lines.slice(lines.findIndex((each) => each.startsWith('== tar ')) + 1);
        const whole = scan?.ok === true && scan.value.rest === null;
        const ended = told.includes('0 tar 0') && !told.includes('0 capped') && !told.includes('0 copy 1');
        expect(!whole || ended).toBe(true);
      }),
      { numRuns: runs },
    );
  });
});
