import { describe, expect, it } from 'vitest';
import { attribute } from '../../../src/comparison/readings/processes/table-instances.ts';
import { bearsName } from '../../../src/facts/command-line/process-match.ts';
import type { Service } from '../../../src/inventory/manifest.ts';
import { aProcess, aService } from '../../support/facts/observed.ts';

function matches(command: string, service: Service, cwd: string | null = null): boolean {
  return bearsName({ command, cwd }, service);
}

const instances: [service: string, command: string][] = [
  ['shiva', '/usr/bin/python3 /opt/shiva/main.py'],
  ['shiva', 'python3 -u shiva.py --live'],
  ['shiva', 'python3 -m shiva'],
  ['shiva', 'python3 -m shiva.main --live'],
  ['shiva', '/opt/venv/bin/python /opt/venv/bin/uvicorn shiva.main:app --port 8003'],
  ['shiva', 'gunicorn: master [shiva]'],
  ['shiva', 'gunicorn: worker [shiva:app]'],
  ['shiva', 'shiva: worker 1'],
  ['shiva', './shiva --config /etc/x.toml'],
  ['shiva', '/Applications/shiva.app/Contents/MacOS/run'],
  ['shiva', 'java -Xmx1g -jar /srv/shiva.jar'],
  ['shiva', 'node /opt/shiva/dist/main.js'],
  ['shiva', '/opt/shiva/venv/bin/python3 -c from multiprocessing.spawn import spawn_main'],
  ['log-shipper', '/bin/sh /usr/local/bin/log-shipper'],
  ['log-shipper', 'bash -eu -o pipefail /usr/local/bin/log-shipper.sh --fast'],
  ['nginx', 'nginx: master process /usr/sbin/nginx'],
  ['rsync', '/usr/bin/rsync --daemon'],
  ['c++ (beta)', '/opt/c++ (beta)/run'],
];

const mentions: [service: string, command: string][] = [
  ['shiva', '/bin/sh -c python3 -m http.server # shiva'],
  ['shiva', 'sh -c while :; do /opt/shiva/run; done'],
  ['shiva', 'bash -lc cd /opt/shiva && exec ./run'],
  ['shiva', '-bash'],
  ['shiva', 'bash -s shiva'],
  ['shiva', '/bin/sh /opt/shiva/run.sh'],
  ['shiva', 'busybox sh -c /opt/shiva/run'],
  ['shiva', 'vim /opt/shiva/main.py'],
  ['shiva', '/usr/bin/nano shiva.py'],
  ['shiva', 'tail -f shiva.log'],
  ['shiva', 'tail -f /var/log/shiva/current'],
  ['shiva', 'busybox tail -f /var/log/shiva/current'],
  ['shiva', 'less /opt/shiva/README'],
  ['shiva', 'grep -r shiva /etc'],
  ['shiva', 'awk /shiva/ {print}'],
  ['shiva', 'find / -name shiva'],
  ['shiva', 'pgrep -c -f shiva'],
  ['shiva', 'ssh shiva'],
  ['shiva', 'scp main.py knox@tesseract:/opt/shiva/'],
  ['shiva', 'rsync --server -logDtpre.iLsfxC . /opt/shiva'],
  ['shiva', 'systemctl restart shiva'],
  ['shiva', 'journalctl -u shiva -f'],
  ['shiva', 'launchctl list shiva'],
  ['shiva', 'docker logs -f shiva'],
  ['shiva', 'kubectl logs shiva'],
  ['shiva', 'git -C /opt/shiva status'],
  ['shiva', 'tar czf shiva.tgz /opt/shiva'],
  ['shiva', 'cp -r /opt/shiva /backup'],
  ['shiva', 'sudo -u shiva python3 main.py'],
  ['shiva', 'su - shiva'],
  ['shiva', 'env MODE=live /opt/shiva/run'],
  ['shiva', 'nohup /opt/shiva/run'],
  ['shiva', 'time /opt/shiva/run'],
  ['shiva', 'SCREEN -S shiva'],
  ['shiva', 'tmux new-session -s shiva'],
  ['shiva', 'tmux: server shiva'],
  ['shiva', 'postgres: shiva trades 10.0.0.5(4233) idle'],
  ['shiva', 'sshd: shiva@pts/0'],
  ['shiva', 'sshd: shiva [priv]'],
  ['shiva', 'sshd-session: shiva@notty'],
  ['shiva', '[shiva]'],
  ['shiva', 'curl http://shiva:8003/health'],
  ['shiva', 'python3 /opt/exporter.py --target http://shiva:8003/metrics'],
  ['shiva', "python3 -c print('shiva')"],
  ['shiva', "node -e console.log('shiva')"],
  ['shiva', '/usr/bin/python3 /usr/bin/supervisorctl restart shiva'],
  ['shiva', 'node /opt/driftwatch/src/main.ts audit --service shiva'],
  ['shiva', '/usr/lib/postgresql/16/bin/psql shiva'],
  ['shiva', 'pg_dump --format=c shiva'],
  ['shiva', 'mysqldump shiva'],
  ['shiva', 'sqlite3 /var/lib/shiva/state.db'],
  ['shiva', 'restic backup /srv/shiva'],
  ['shiva', '/usr/bin/python3 /usr/bin/borg create ::x /srv/shiva'],
  ['shiva', 'python3 -m pytest tests/shiva'],
  ['shiva', 'node /usr/local/bin/claude -p look at shiva'],
  ['shiva', 'cloudflared tunnel run shiva'],
  ['shiva', '/opt/shiva-backtest/run'],
  ['shiva', 'python3 shiva_old.py'],
  ['shiva', '/opt/x/run --log /var/log/shiva.log'],
  ['shiva', '/opt/x/run --config shiva.toml'],
  ['shiva', 'python3 -m shiva-tools'],
  ['shiva', '/opt/Shiva2/run'],
  ['api', '/opt/api-gateway/run'],
  ['api', 'python3 -m api_v2'],
  ['a.b', '/opt/axb/run'],
  ['shiva', ''],
];

describe('the default: the name as a whole word', () => {
  it.each(instances)('%s runs as %s', (name, command) => {
    expect(matches(command, aService({ name }))).toBe(true);
  });

  it.each(mentions)('%s is only mentioned by %s', (name, command) => {
    expect(matches(command, aService({ name }))).toBe(false);
  });
});

describe('a declared process', () => {
  it.each([
    ['text within the command line', 'main.py --live', 'python3 main.py --live --x', true],
    ['text that is not there', 'main.py --live', 'python3 main.py --paper', false],
    ['a regular expression', '/main\\.py .*--live/', 'python3 main.py -v --live', true],
    ['a path that starts with a slash', '/opt/shiva', 'python3 /opt/shiva/main.py', true],
    ['the script of a shell', 'run.sh', '/bin/sh /opt/shiva/run.sh', true],
    ['the arguments of a shell script', 'run.sh --live', '/bin/sh /opt/run.sh --live', true],
    ['the text of sh -c', 'main.py', 'sh -c python3 main.py', false],
    ['a pager on its log', 'shiva', 'tail -f /var/log/shiva/current', false],
    ['a pager under a greedy expression', '/.*shiva/', 'tail -f /var/log/shiva/current', false],
    ['a wrapper around it', '/opt/shiva/run', 'sudo -n /opt/shiva/run', false],
    ['a tool that is the service', 'rsync --daemon', '/usr/bin/rsync --daemon --config x', true],
    [
      'a tool that is the service, by expression',
      '/tail -F .*shiva/',
      'tail -F /var/log/shiva/current',
      true,
    ],
    ['an account in a title', 'shiva', 'postgres: shiva trades 10.0.0.5(4233) idle', false],
    ['a kernel thread', 'shiva', '[shiva]', false],
  ])('%s', (_what, process, command, expected) => {
    expect(matches(command, aService({ name: 'shiva', process }))).toBe(expected);
  });
});

describe('a process that two services match', () => {
  const table = (...commands: string[]) => ({
    own: [],
    processes: commands.map((command, at) => aProcess({ pid: 100 + at, ppid: 1, command })),
  });

  it.each([
    ['the script beats the folder', '/opt/api/worker.py', 'worker'],
    ['the program beats an option', '/opt/worker/worker --upstream api', 'worker'],
    ['the folder beats an option', '/opt/worker/main.py --upstream api', 'worker'],
    ['a role right behind the script beats the folder', 'python3 /opt/api/manage.py worker', 'worker'],
    ['the deeper folder wins', '/srv/api/plugins/worker/run', 'worker'],
  ])('%s', (_what, command, owner) => {
    const services = [aService({ name: 'api' }), aService({ name: 'worker' })];
    const found = [...attribute(table(command), services)].filter(([, { trees }]) => trees.length > 0);
    expect(found.map(([name]) => name)).toEqual([owner]);
  });

  it('goes to the service that declares it, and to the most specific declaration', () => {
    const services = [
      aService({ name: 'api' }),
      aService({ name: 'jobs', process: 'worker.py' }),
      aService({ name: 'slow-jobs', process: 'worker.py --slow' }),
    ];
    const found = attribute(
      table('/opt/api/worker.py', '/opt/api/worker.py --slow', '/opt/api/main.py'),
      services,
    );
    expect([...found].map(([name, { trees }]) => [name, trees.map((tree) => tree.root.pid)])).toEqual([
      ['api', [102]],
      ['jobs', [100]],
      ['slow-jobs', [101]],
    ]);
  });

  it('is shared where nothing tells them apart', () => {
    const services = [
      aService({ name: 'a', process: 'gunicorn' }),
      aService({ name: 'b', process: 'gunicorn' }),
    ];
    const found = attribute(table('gunicorn x', 'gunicorn y'), services);
    expect(found.get('a')?.trees).toHaveLength(2);
    expect(found.get('a')?.shared.map((service) => service.name)).toEqual(['b']);
  });
});

describe('a declared text', () => {
  it.each([
    ['api', '/opt/api/run', true],
    ['api', 'api --port 1', true],
    ['api', 'python3 api.py', true],
    ['api', '/opt/api-gateway/run', false],
    ['api', 'api-gateway --port 1', false],
    ['api', 'node my.api', false],
    ['shiva/main.py', 'python3 /opt/shiva/main.py --live', true],
    ['main.py', 'python3 /opt/x/domain.py', false],
    ['main.py --live', '/opt/x/main.py --live-data', false],
    ['(main)', 'run (main) now', true],
  ])('%j in %j: %s', (process, command, expected) => {
    expect(matches(command, aService({ name: 'other', process }))).toBe(expected);
  });
});
