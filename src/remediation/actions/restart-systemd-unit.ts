import { quote } from '../../quote.ts';
import { curedByRestart, refuse, sudo } from './action.ts';
import type { Action } from './action.ts';

/** systemd.unit(5): whoever these name is stopped, or restarted, along with the unit. */
const PROPAGATING = ['RequiredBy', 'RequisiteOf', 'BoundBy', 'ConsistsOf', 'PropagatesStopTo'];

export const restartSystemdUnit: Action = {
  name: 'restart-systemd-unit',
  title: 'restart the systemd unit',
  answers: [...curedByRestart, 'job_failed', 'restart_pending'],
  applies: ({ systemd_unit }) => systemd_unit !== null,
  plan({ service, facts }) {
    const job = facts.jobs?.ok ? facts.jobs.value[service.name] : undefined;
    if (!job?.ok) return refuse('what systemd says of it could not be seen');
    const { manager, loaded, domain, name, pid, pids } = job.value;
    if (manager !== 'systemd' || name !== service.systemd_unit) return refuse('systemd does not run it');
    if (!loaded) return refuse('systemd has not loaded it: its unit file must be put right by hand');
    if (isTyped(name))
      return refuse(`${name} is no service unit: restarting it would reach further than one service`);
    const manages = domain === 'user' ? ['systemctl', '--user'] : [...sudo(service), 'systemctl'];
    if (domain !== 'user' && domain !== 'system') return refuse('which systemd has it is not known');
    return {
      argv: [...manages, 'restart', name],
      touches: [name],
      pids: pid === null ? pids : [pid, ...pids],
    };
  },
  surroundings(_sight, { argv, touches }) {
    const user = argv.includes('--user') ? '--user' : '--system';
    return `XDG_RUNTIME_DIR=\${XDG_RUNTIME_DIR:-/run/user/$(id -u)}
export XDG_RUNTIME_DIR
systemctl ${user} --no-pager show --property=LoadState,${PROPAGATING.join(',')} -- ${quote(touches[0] ?? '')} && echo all`;
  },
  readSurroundings(printed) {
    const lines = printed.trim().split('\n');
    if (lines.at(-1) !== 'all' || !lines.includes('LoadState=loaded'))
      return refuse('which units systemd would restart along with it could not be seen');
    const along = lines.flatMap((line) => {
      const [, property = '', units = ''] = /^([A-Za-z]+)=(.+)$/.exec(line) ?? [];
      return PROPAGATING.includes(property) ? [units] : [];
    });
    return along.length > 0
      ? refuse(`systemd would stop or restart ${along.join(' ')} along with it`)
      : { touches: [] };
  },
  interrupts: ({ name }) =>
    `${name} for as long as it takes to stop and to start. Requests in flight are lost.`,
  check: 'systemd calls the unit active',
  settled(service, facts) {
    const job = facts.jobs?.ok ? facts.jobs.value[service.name] : undefined;
    return job?.ok === true && job.value.state?.startsWith('active ') === true;
  },
};

function isTyped(unit: string): boolean {
  return /\.(?:socket|device|mount|automount|swap|target|path|timer|slice|scope|snapshot)$/.test(unit);
}
