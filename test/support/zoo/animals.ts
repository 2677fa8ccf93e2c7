import type { ServiceEntry } from '../scene/planting.ts';

/** What the zoo needs besides the usual programs of a machine. */
export const packages =
  'apache2 beanstalkd dnsmasq gunicorn haproxy lighttpd memcached monit mosquitto nginx-light nodejs php-fpm postgresql prometheus-node-exporter puma python3-celery redis-server rsync runit screen socat supervisor tinyproxy tmux uvicorn vsftpd'.split(
    ' ',
  );

/** By its unit, as the lesson's manifest names one. */
const units: Record<string, string> = {
  apache2: 'apache2.service',
  beanstalkd: 'beanstalkd',
  cron: 'cron',
  dbus: 'dbus.service',
  dns: 'dnsmasq.service',
  haproxy: 'haproxy',
  lighttpd: 'lighttpd.service',
  cache: 'memcached.service',
  monit: 'monit',
  mqtt: 'mosquitto.service',
  nginx: 'nginx.service',
  php: 'php8.2-fpm.service',
  postgres: 'postgresql@15-main.service',
  postgresql: 'postgresql.service',
  metrics: 'prometheus-node-exporter.service',
  redis: 'redis-server.service',
  rsync: 'rsync.service',
  ssh: 'ssh.service',
  supervisor: 'supervisor.service',
  proxy: 'tinyproxy.service',
  ftp: 'vsftpd.service',
  site: 'site.service',
  other: 'other.service',
  'site-worker': 'site-worker.service',
  'site-beat': 'site-beat.service',
  mail: 'mail.service',
  files: 'files.service',
  duo: 'duo.service',
  forker: 'forker.service',
  queue: 'queue@1.service',
  backup: 'backup.service',
  'backup-timer': 'backup.timer',
  firewall: 'firewall.service',
  talk: 'talk.service',
  'talk-socket': 'talk.socket',
};

/** By its name alone. */
const named = 'hand panel reel crew pair bot-api'.split(' ');

/** By its health, on a port of the machine. */
const asked: Record<string, number> = { shop: 8103, docs: 8104, quotes: 8101 };

export function animals(host: string): ServiceEntry[] {
  const base = { machine: 'zoo', risk_tier: 'HIGH' } as const;
  return [
    ...Object.entries(units).map(([name, systemd_unit]) => ({ ...base, name, systemd_unit })),
    ...named.map((name) => ({ ...base, name })),
    ...Object.entries(asked).map(([name, port]) => ({
      ...base,
      name,
      health_url: `http://${host}:${port}/health`,
    })),
  ];
}
