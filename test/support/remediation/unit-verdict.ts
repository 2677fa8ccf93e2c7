import type { SystemdMachine } from '../servers/systemd-machine.ts';
import { wished } from './guard-verdict.ts';

/** Why a restart is refused, by what the guard sees of it on the machine; null where it is not. */
export async function whyNotRestart(
  machine: SystemdMachine,
  unit: string,
  trading: object,
  user: 'root' | 'watcher' = 'root',
): Promise<string | null> {
  const { look, why } = wished({
    action: 'restart-systemd-unit',
    argv: ['systemctl', 'restart', unit],
    services: [
      { name: 'quux', systemd_unit: unit },
      { name: 'alpha', kind: 'trading', risk_tier: 'CRITICAL', ...trading },
    ],
  });
  return why(await machine.run('sh -s', { input: look, user }));
}
