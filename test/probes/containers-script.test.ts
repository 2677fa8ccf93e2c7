import { describe, expect, it } from 'vitest';
import { containersScript } from '../../src/probes/containers-script.ts';
import { containers } from '../../src/probes/containers.ts';
import { aMachine, aService } from '../observed.ts';
import { lacksShells, runShell, shells } from '../shells.ts';

describe.skipIf(lacksShells)('the fragment', () => {
  it.each(shells)('says in $name that there is no engine, and does nothing else', ({ argv }) => {
    const [program, ...args] = argv;
    const path = { PATH: '/nowhere' };
    const absolute = `/bin/${program}`;
    const { stdout } = runShell([absolute, ...args], containersScript(['web'], false), { env: path });
    expect(stdout.toString()).toBe('absent\n');
    const section = { output: stdout.toString(), status: 0, truncated: false };
    const target = { machine: aMachine(), services: [aService({ docker_service: 'web' })] };
    expect(containers.parse(section, target)).toMatchObject({ ok: false, reason: 'unsupported' });
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
