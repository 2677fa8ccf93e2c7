import { resolveManifest } from '../../src/inventory/resolve.ts';
import { restartSystemdUnit } from '../../src/remediation/actions/restart-systemd-unit.ts';
import { readEvidence } from '../../src/remediation/guard/evidence.ts';
import { lookScript } from '../../src/remediation/guard/program.ts';
import { untouched } from '../../src/remediation/plan.ts';
import { judge } from '../../src/remediation/policy.ts';
import { claimsOn } from '../../src/remediation/trading.ts';
import { startedTrading } from '../../src/remediation/started.ts';
import type { SystemdMachine } from '../support/systemd-machine.ts';

/** Why a restart is refused, by what the guard sees of it on the machine; null where it is not. */
export async function whyNotRestart(
  machine: SystemdMachine,
  unit: string,
  trading: object,
): Promise<string | null> {
  const { manifest } = resolveManifest({
    machines: { box: { host: machine.host, user: 'root' } },
    services: [
      { name: 'quux', machine: 'box', systemd_unit: unit, kind: 'stateless', risk_tier: 'LOW' },
      { machine: 'box', name: 'alpha', kind: 'trading', risk_tier: 'CRITICAL', ...trading },
    ],
  });
  const argv = ['systemctl', 'restart', unit];
  const input = lookScript(argv, claimsOn(manifest, 'box'));
  const evidence = readEvidence(await machine.run('sh -s', { input }));
  const around = evidence && restartSystemdUnit.surroundings(evidence, { argv, touches: [], pids: [] });
  if (!evidence || !around) return 'cut off';
  if ('refused' in around) return around.refused;
  const plan = {
    finding: 'f',
    action: 'restart-systemd-unit',
    service: 'quux',
    machine: 'box',
    host: 'h',
    argv,
    seal: {},
  } as const;
  const verdict = judge(manifest, {
    ...untouched,
    ...around,
    shared: startedTrading(manifest, 'box', around.starts),
    plan,
  });
  return verdict.allowed ? null : verdict.why;
}
