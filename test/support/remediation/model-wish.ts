import { wished } from './guard-verdict.ts';
import type { Kind } from './model-machine.ts';

const bot = { kind: 'trading', risk_tier: 'CRITICAL' } as const;

/** What is asked of the model's machine, of each kind; the bot is called nothing that gives it away. */
export const modelWish: Record<Kind, ReturnType<typeof wished> & { argv: string[] }> = {
  unit: aWish(
    'restart-systemd-unit',
    ['systemctl', 'restart', 'app.service'],
    { systemd_unit: 'app' },
    { systemd_unit: 'bot' },
  ),
  container: aWish(
    'restart-container',
    ['docker', 'restart', 'app-1'],
    { docker_service: 'app-1' },
    { docker_service: 'bot-1' },
  ),
  file: aWish(
    'tighten-mode',
    ['find', '/etc/app.env', '-prune', '-type', 'f'],
    { files: [{ path: '/etc/app.env', secret: true }] },
    { files: [{ path: '/opt/bot/.env', secret: true }] },
  ),
};

function aWish(action: Parameters<typeof wished>[0]['action'], argv: string[], own: object, trading: object) {
  const services = [
    { name: 'app', ...own },
    { name: 'teller', ...bot, checkout: '/opt/bot', ...trading },
  ];
  return { argv, ...wished({ action, argv, services }) };
}
