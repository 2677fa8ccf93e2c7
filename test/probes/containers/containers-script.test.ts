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
