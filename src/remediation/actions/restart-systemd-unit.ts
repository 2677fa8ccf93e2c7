import { isWhole, linesOf, whyNotStart, wordsIn } from '../guard/common.ts';
import { refuse } from '../refusal.ts';
import { sudo } from './action.ts';
import type { Action } from './action.ts';

/** systemd.unit(5): units that these name are stopped or restarted along with the unit, trading or not. */
const PROPAGATING = ['RequiredBy', 'RequisiteOf', 'BoundBy', 'ConsistsOf', 'PropagatesStopTo'];

export const restartSystemdUnit: Action = {
  name: 'restart-systemd-unit',
  title: 'restart the systemd unit',
  applies: ({ systemd_unit }) => systemd_unit !== null,
  plan({ service, facts }) {
    const job = facts.jobs?.ok ? facts.jobs.value[service.name] : undefined;
    if (!job?.ok) return refuse('its state in systemd could not be seen');
    const { manager, loaded, domain, name, pid, pids } = job.value;
    if (manager !== 'systemd' || name !== service.systemd_unit) return refuse('systemd does not run it');
    if (!loaded) return refuse('systemd has not loaded it: fix its unit file yourself');
    if (isTyped(name))
      return refuse(`${name} is not a service unit: restarting it would affect more than one service`);
    const manages = domain === 'user' ? ['systemctl', '--user'] : [...sudo(service), 'systemctl'];
    if (domain !== 'user' && domain !== 'system') return refuse('which systemd manages it is unknown');
    return {
      argv: [...manages, 'restart', full(name)],
      touches: [name, full(name)],
      pids: pid === null ? pids : [pid, ...pids],
    };
  },
  surroundings(evidence, { argv }) {
    const name = argv.at(-1) ?? '';
    const own = linesOf(evidence, 'unit');
    const [id = ''] = own[0]?.split(' ') ?? [];
    const has = (key: string, value: string) => own.includes(`${id} ${key}=${value}`);
    if (!isWhole(evidence) || !has('Id', id) || !has('LoadState', 'loaded'))
      return refuse('what systemd would start, stop or restart along with it could not be seen');
    // It would be another unit's settings, files and dependents.
    if (id !== name) return refuse(`${name} is another name of ${id}: the manifest must give it by that one`);
    if (has('NeedDaemonReload', 'yes'))
      return refuse('its unit file was edited, and systemd has not read it yet: run daemon-reload yourself');
    const along = own.flatMap((line) => {
      const [, kind = '', unit = ''] = /^\S+ ([A-Za-z]+)=(.+)$/.exec(line) ?? [];
      return PROPAGATING.includes(kind) ? [unit] : [];
    });
    if (along.length > 0) return refuse(`systemd would stop or restart ${along.join(' ')} along with it`);
    const lines = [...own, ...linesOf(evidence, 'other units')];
    const reaching = reachingFurther(id, lines);
    if (reaching !== null) return refuse(reaching);
    const starts = lines.flatMap(
      (line) => /^\S+ Exec[A-Za-z]*=\{ path=.* ; argv\[\]=(.*) ; ignore_errors=/.exec(line)?.[1] ?? [],
    );
    const touches = [...lines, ...linesOf(evidence, 'unit files'), ...linesOf(evidence, 'programs')];
    return whyNotStart(evidence) ?? { touches: [...touches, ...wordsIn(touches)], starts };
  },
  interrupts: ({ name }) =>
    `${name} for as long as it takes to stop and to start. Requests in flight are lost.`,
  check: 'systemd calls the unit active',
  settled(service, facts) {
    const job = facts.jobs?.ok ? facts.jobs.value[service.name] : undefined;
    return job?.ok === true && job.value.unit?.active === 'active';
  },
};

/** Programs that manage others' processes: systemd itself (user@.service) and container engines. */
const MANAGER = /\/(?:systemd|init|dockerd|containerd|crio|kubelet)$/;

/** Why a restart would reach further than systemd's dependencies, or could not be read; null if neither. */
function reachingFurther(id: string, lines: readonly string[]): string | null {
  for (const line of lines) {
    const [, unit = '', key = '', value = ''] = /^(\S+) ([A-Za-z]+)=(.*)$/.exec(line) ?? [];
    // systemd.unit(5): reboot, poweroff, exit, halt, kexec …
    if (/^(?:Failure|Success|StartLimit|JobTimeout)Action$/.test(key) && value !== 'none')
      return `systemd may ${value} the machine for it: ${unit} has ${key}=${value}`;
    if (/^(?:RootImage|MountImages|ExtensionImages)$/.test(key))
      return `${unit} starts from an image that is not checked (${key})`;
    const program = /^Exec[A-Za-z]*$/.test(key) && /^\{ path=(.*?) ; argv/.exec(value)?.[1];
    if (unit === id && program && MANAGER.test(program))
      return `${unit} is ${program}, which runs the services of others: all of them would go down with it`;
    if (key === 'StandardInputData') return `${unit} is fed with data that is not checked (${key})`;
  }
  return null;
}

function isTyped(unit: string): boolean {
  return /\.(?:socket|device|mount|automount|swap|target|path|timer|slice|scope|snapshot)$/.test(unit);
}

/** systemctl(1): a name without a type means a service. */
function full(unit: string): string {
  return unit.endsWith('.service') ? unit : `${unit}.service`;
}
