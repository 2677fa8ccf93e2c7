import { spawnSync } from 'node:child_process';
import { resolveManifest } from '../../../src/inventory/resolve.ts';
import { actions } from '../../../src/remediation/actions/index.ts';
import { readEvidence } from '../../../src/remediation/guard/evidence.ts';
import { inspectScript } from '../../../src/remediation/guard/program.ts';
import { untouched } from '../../../src/remediation/plan.ts';
import type { ActionName } from '../../../src/findings/action-name.ts';
import { judge } from '../../../src/remediation/policy.ts';
import { startedTrading } from '../../../src/remediation/started.ts';
import { claimsOn } from '../../../src/remediation/trading.ts';
import { testFolder } from '../machines/folder.ts';
import { which } from '../machines/system.ts';
import { pathIn, scriptIn } from './guard-lands.ts';
import type { Land } from './guard-lands.ts';

type File = Parameters<typeof resolveManifest>[0];
export type Wish = { action: ActionName; argv: string[]; services: NonNullable<File['services']> };

/** The first of the services is the one that is acted on. */
export function wished({ action, argv, services }: Wish) {
  const { manifest } = resolveManifest({
    machines: { box: { host: '198.18.0.2', user: 'root' } },
    defaults: { machine: 'box', kind: 'stateless', risk_tier: 'LOW' },
    services,
  });
  const claims = claimsOn(manifest, 'box');

  /** Why it is refused, by what the guard printed of it; null where it is not. */
  function why(printed: string): string | null {
    const evidence = readEvidence(printed);
    const around = evidence && actions[action].surroundings(evidence, { argv, touches: [], pids: [] });
    if (!around) return 'cut off';
    if ('refused' in around) return around.refused;
    const service = manifest.services[0]?.name ?? '';
    const plan = { finding: 'f', action, service, machine: 'box', host: 'h', argv, seal: {} };
    const shared = startedTrading(manifest, 'box', around.starts);
    const verdict = judge(manifest, { ...untouched, ...around, shared, plan });
    return verdict.allowed ? null : verdict.why;
  }
  return { claims, look: inspectScript(argv, claims), why };
}

/** A land with these programs in it; `env` reaches them. `marks`: what stands for /var/tmp. */
export async function guardIn(land: Land, own: Record<string, string>, env: NodeJS.ProcessEnv = {}) {
  const PATH = await pathIn(land, own);
  const [shell, ...flags] = land.shell;
  const program = which(shell) ?? shell;
  const marks = await testFolder();
  const run = (script: string, words: readonly string[] = []) => {
    const ran = spawnSync(program, [...flags, '-s', ...(words.length > 0 ? ['--', ...words] : [])], {
      input: scriptIn(land, script).replaceAll('/var/tmp', marks),
      env: { PATH: `${PATH}:/nowhere`, XDG_RUNTIME_DIR: '/nowhere', ...env },
      encoding: 'utf8',
      timeout: 60_000,
    });
    if (ran.error) throw ran.error;
    return { status: ran.status, printed: ran.stdout, stderr: ran.stderr };
  };
  return Object.assign(run, { marks });
}
