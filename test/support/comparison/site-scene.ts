import type { Situation } from '../../../src/comparison/rule.ts';
import type { Service } from '../../../src/inventory/manifest.ts';
import type { Process } from '../../../src/facts/process.ts';
import { aMachineObservation, aProcess, aService, aSituation } from '../facts/observed.ts';
import { withMachine } from './scene.ts';

export const unit = (name: string) => `/system.slice/${name}.service`;
export const session = '/user.slice/user-1000.slice/session-3.scope';
export const init = aProcess({ pid: 1, ppid: 0, command: '/sbin/init', cgroup: '/init.scope', cwd: '/' });

/** site on a machine with these processes. A process is `[pid, ppid, command, cgroup, cwd]`. */
export type Row = [pid: number, ppid: number, command: string, cgroup?: string | null, cwd?: string | null];

export function site(rows: Row[], over: Partial<Service> = {}, others: Partial<Service>[] = []): Situation {
  const base = { name: 'site', endpoints: [] };
  const services = [{ ...base, ...over }, ...others.map((each) => ({ endpoints: [], ...each }))].map(
    aService,
  );
  const processes = rows.map(([pid, ppid, command, cgroup = null, cwd = null], at): Process =>
    aProcess({ pid, ppid, command, cgroup, cwd, elapsed_seconds: 90_000 - at }),
  );
  const asked_by = { processes: services.map(({ name }) => name) };
  return withMachine(
    aSituation({ services }),
    aMachineObservation({ processes: [init, ...processes], asked_by }),
  );
}

export const gunicorn = '/srv/site/venv/bin/python3 /srv/site/venv/bin/gunicorn site.wsgi:app';
export const celery = '/srv/site/venv/bin/python3 /srv/site/venv/bin/celery -A site';
export const god = 'PM2 v5.3.0: God Daemon (/home/knox/.pm2)';
export const supervisord = '/usr/bin/python3 /usr/bin/supervisord -n -c /etc/supervisor/supervisord.conf';
