import type { Service } from '../../inventory/manifest.ts';
import type { Container } from '../../facts/container.ts';
import { commandLine } from '../../text/quote.ts';
import type { RunbookStep } from '../runbook-step.ts';
import { whyTrading } from '../trading.ts';

/**
 * What you can do by hand if the bot may not.
 * @param argv the command that would have run, if known
 * @param seen the service's containers, if seen: each is restarted by its own engine and name
 */
export function runbook(
  service: Service,
  argv: readonly string[] | null,
  seen: readonly Container[] = [],
): RunbookStep[] {
  const trades = whyTrading(service) !== null;
  const command = argv === null ? byHand(service, seen) : commandLine(argv);
  return [
    ...(trades
      ? [
          'Check its open orders and positions first, and make sure that no order is in flight.',
          'Find out which process is the right one: its lockfile, its job manager and /health name it.',
        ]
      : ['Read its log first.']),
    `Log in to ${service.machine}, and only then:`,
    ...(command === null
      ? ['stop the extra process by its pid, and start the service the way it normally starts.']
      : [{ run: command }]),
    ...(trades
      ? [`Check that its orders are as you left them, then run /drift service:${service.name}`]
      : []),
  ];
}

function byHand(
  { docker_service, launchd_label, systemd_unit }: Service,
  seen: readonly Container[],
): string | null {
  const [first] = seen;
  if (docker_service !== null && first?.swarm)
    return commandLine(['docker', 'service', 'update', '--force', first.swarm.service]);
  if (docker_service !== null && first) {
    const names = seen.filter(({ engine }) => engine === first.engine).map(({ name }) => name);
    return commandLine([first.engine, 'restart', ...new Set(names)]);
  }
  if (docker_service !== null) return commandLine(['docker', 'restart', docker_service]);
  if (launchd_label !== null) {
    const label = commandLine([launchd_label]);
    return `launchctl kickstart -k gui/$(id -u)/${label}`;
  }
  return systemd_unit === null ? null : commandLine(['systemctl', 'restart', systemd_unit]);
}
