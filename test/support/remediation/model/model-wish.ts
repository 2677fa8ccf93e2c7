import { wished } from '../guard-verdict.ts';
import type { Kind } from './model-machine.ts';

const bot = { kind: 'trading', risk_tier: 'CRITICAL' } as const;

type Wishes = Record<Kind, ReturnType<typeof wished> & { argv: string[] }>;

/**
 * What is asked of the model's machine, of each kind; the bot is called nothing that gives it away.
 * @param etc where app's file is
 * @param checkout the bot's
 */
export function modelWishes(etc: string, checkout: string): Wishes {
  const own = `${etc}/app.env`;
  return {
    unit: aWish(
      'restart-systemd-unit',
      ['systemctl', 'restart', 'app.service'],
      { systemd_unit: 'app' },
      { checkout, systemd_unit: 'bot' },
    ),
    container: aWish(
      'restart-container',
      ['docker', 'restart', 'app-1'],
      { docker_service: 'app-1' },
      { checkout, docker_service: 'bot-1' },
    ),
    file: aWish(
      'tighten-mode',
      ['find', own, '-prune', '-type', 'f'],
      { files: [{ path: own, secret: true }] },
      { checkout, files: [{ path: `${checkout}/.env`, secret: true }] },
    ),
  };
}

function aWish(action: Parameters<typeof wished>[0]['action'], argv: string[], own: object, trading: object) {
  const services = [
    { name: 'app', ...own },
    { name: 'teller', ...bot, ...trading },
  ];
  return { argv, ...wished({ action, argv, services }) };
}
