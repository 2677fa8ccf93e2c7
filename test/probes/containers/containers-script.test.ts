import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { containersScript } from '../../../src/probes/containers/containers-script.ts';
import { containers } from '../../../src/probes/containers/containers.ts';
import { aMachine, aService } from '../../support/facts/observed.ts';
import { lacksShells, runShell, shells } from '../../support/machines/shells.ts';
import { which } from '../../support/machines/system.ts';

describe.skipIf(lacksShells)('the fragment', () => {
  it.each(shells)('says in $name that there is no engine, and does nothing else', ({ argv }) => {
    const [program, ...args] = argv;
    const path = { PATH: '/nowhere' };
    const absolute = which(program) ?? program;
    const { stdout } = runShell([absolute, ...args], containersScript(['web'], false), { env: path });
    expect(stdout.toString()).toBe('absent\n');
    const section = { output: stdout.toString(), status: 0, truncated: false };
    const target = { machine: aMachine(), services: [aService({ docker_service: 'web' })] };
    expect(containers.parse(section, target)).toMatchObject({ ok: false, reason: 'unsupported' });
  });

  it.each([
    ['its successor has come', 'bb', ['web']],
    ['none has come so far', 'aa', []],
  ])('calls no container missing that goes away while it is listed: %s', (_, next, expected) => {
    const counter = join(mkdtempSync(join(tmpdir(), 'driftwatch-asked-')), 'times');
    // The machine's own podman may hold other tests' containers.
    const engine = `podman() { :; }
docker() {
  case $1 in
    ps) echo asked >>${counter}; if [ "$(grep -c . ${counter})" = 1 ]; then echo 'id aa'; else echo 'id ${next}'; fi ;;
    container) case $* in
      *aa) echo 'Error: No such container: aa'; return 1 ;;
      *) echo 'container {"name":"/web","state":"running","image":"i"}' ;;
    esac ;;
  esac
}
`;
    const { stdout } = runShell(['sh'], engine + containersScript(['web'], false));
    const section = { output: stdout.toString(), status: 0, truncated: false };
    const target = { machine: aMachine(), services: [aService({ name: 'web', docker_service: 'web' })] };
    const seen = containers.parse(section, target);
    expect(seen.ok && Object.keys(seen.value.services)).toEqual(expected);
    rmSync(dirname(counter), { recursive: true });
  });

  it.each([
    ['compose 2 named it', 'shop_web_1', '/shop-web-1', ['web', 'shop', '1']],
    ['podman-compose named it', 'shop-web-1', '/shop_web_1', ['web', 'shop', '1']],
    [
      'compose left its id before it',
      'web-prod',
      '/0123456789ab_0123456789ab_web-prod',
      ['web', 'shop', '1'],
    ],
    ['a quadlet made it', 'web', '/systemd-web', ['', '', '']],
  ])('reads the image of a container as the manifest calls it, also where %s', (_, wanted, name, compose) => {
    const [service, project, number] = compose.map((text) => JSON.stringify(text));
    const index = `index "i" "${name}" ${service} ${project} "" "" ${number} "app:latest"`;
    const engine = `docker() { :; }
podman() {
  case $1 in
    ps) echo 'id aa' ;;
    container) printf '%s\\n' '${index}' '${JSON.stringify({ name, service: compose[0], project: compose[1], number: compose[2], state: 'running', image: 'i' }).replace(/^/, 'container ')}' ;;
    image) echo 'image {"created":"2026-03-29T09:00:00Z"}' ;;
  esac
}
`;
    for (const shell of ['sh', 'bash']) {
      const { stdout } = runShell([shell], engine + containersScript([wanted], false));
      const section = { output: stdout.toString(), status: 0, truncated: false };
      const target = { machine: aMachine(), services: [aService({ name: 'web', docker_service: wanted })] };
      const seen = containers.parse(section, target);
      const found = seen.ok ? seen.value.services['web'] : [];
      expect(found).toMatchObject([{ name: name.slice(1), image: { created: '2026-03-29T09:00:00Z' } }]);
    }
  });

  it.each([
    ['DOCKER_HOST', { DOCKER_HOST: 'ssh://prod' }, 'at ssh://prod\n'],
    ['a context', { DOCKER_CONTEXT: 'prod' }, 'at tcp://10.0.0.7:2376\n'],
    ['DOCKER_HOST rather than a context', { DOCKER_HOST: 'unix:///run/x', DOCKER_CONTEXT: 'prod' }, ''],
    ['nothing', {}, ''],
  ])('says where docker is led to another machine by %s', (_, env, said) => {
    const engine = `podman() { :; }
docker() { case $1 in context) echo tcp://10.0.0.7:2376 ;; esac; }
`;
    const own = { PATH: process.env['PATH'] ?? '', HOME: '/nowhere', ...env };
    const { stdout } = runShell(['sh'], engine + containersScript(['web'], false), { env: own });
    expect(/^at .*\n/m.exec(stdout.toString())?.[0] ?? '').toBe(said);
  });

  it.each([
    ['is the same, built again', 'same', true],
    ['differs', 'other', undefined],
  ])('compares the image that a tag names now with the one that runs: it %s', (_, content, same) => {
    const engine = `podman() { :; }
docker() {
  case $* in
    ps*) echo 'id aa' ;;
    container*) printf '%s\\n' 'index "sha256:bb" "/web" "" "" "" "" "" "app"' 'container {"name":"/web","state":"running","image":"sha256:bb","ref":"app"}' ;;
    *Config}}*'sha256:bb') echo 'same' ;;
    *Config}}*) echo '${content}' ;;
    *tagged*) echo 'tag "sha256:cc"' ;;
  esac
}
`;
    const { stdout } = runShell(['sh'], engine + containersScript(['web'], false));
    const section = { output: stdout.toString(), status: 0, truncated: false };
    const target = { machine: aMachine(), services: [aService({ name: 'web', docker_service: 'web' })] };
    const seen = containers.parse(section, target);
    const [found] = (seen.ok && seen.value.services['web']) || [];
    expect([found?.tag_image_id, found?.tag_same]).toEqual(['sha256:cc', same]);
    expect(stdout.toString()).not.toContain('other');
  });

  it('holds every name as inert data', () => {
    const hostile = `'; echo run; $(echo run) \`echo run\` "`;
    const engine = `docker() {
  case $1 in
    ps) echo 'id aa' ;;
    container) printf '%s\\n' 'index "i" "/$(echo run)" "\`echo run\`" "*" "; echo run"' 'container {}' ;;
    *) echo "asked $*" ;;
  esac
}
`;
    const { stdout } = runShell(['sh'], engine + containersScript([hostile, '$(echo', '*-web'], false));
    expect(stdout.toString()).toContain('container {}\nend inspect 0\n');
    expect(stdout.toString()).not.toMatch(/^run/m);
  });
});
