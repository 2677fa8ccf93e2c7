import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare } from '../support/comparison/compare.ts';
import { attribute } from '../../src/comparison/readings/processes/table-instances.ts';
import { bearsName } from '../../src/facts/command-line/process-match.ts';
import { aProcess, aService } from '../support/facts/observed.ts';
import { findingOf, fleet, shivaAt, statusesIn, typesIn } from '../support/comparison/scene.ts';
import { rounds } from '../support/property-time.ts';

const shiva = aService({ name: 'shiva' });

const instances: [command: string, cwd?: string][] = [
  ['node server.js', '/srv/shiva'],
  ['node ./dist/server.js', '/srv/shiva'],
  ['node --import tsx src/server.ts', '/opt/shiva'],
  ['node -r dotenv/config shiva.js'],
  ['java -jar shiva-1.2.3.jar'],
  ['java -Xmx1g -cp /opt/lib/a.jar:/opt/lib/b.jar com.example.shiva.Main'],
  ['dotnet Shiva.dll --urls http://*:5000'],
  ['dotnet exec /srv/app/Shiva.dll'],
  ['./shiva-linux-amd64 serve'],
  ['/usr/local/bin/shiva_v1'],
  ['gunicorn shiva.wsgi:app'],
  ['gunicorn -w 4 -b 127.0.0.1:8000 shiva:app'],
  ['/usr/bin/python3 /usr/bin/gunicorn --workers 2 shiva.wsgi'],
  ['/usr/bin/python3 -m gunicorn shiva.wsgi:application'],
  ['uvicorn shiva.main:app --port 8000'],
  ['/usr/bin/python3 /usr/local/bin/hypercorn shiva.asgi:create_app()'],
  ['celery -A shiva worker -l info'],
  ['/srv/x/venv/bin/python /srv/x/venv/bin/celery --app=shiva.celery beat'],
  ['/usr/bin/python3 -m flask --app shiva run'],
  ['[celeryd: shiva@box:MainProcess] -active- (worker -l info)'],
  ['[celeryd: celery@box:MainProcess] -active- (-A shiva worker)'],
  ['puma 6.4.0 (tcp://0.0.0.0:3000) [shiva]'],
  ['puma: cluster worker 0: 4242 [shiva]'],
  ['sidekiq 7.1.2 shiva [0 of 5 busy]'],
  ['ruby bin/rails server', '/srv/shiva'],
  ['php artisan queue:work', '/srv/shiva'],
  ['deno run --allow-net main.ts', '/srv/shiva'],
  ['bun run index.ts', '/srv/shiva'],
  ['./run --port 1', '/srv/shiva/bin'],
  ['python -m shiva.worker'],
  ['/srv/shiva/venv/bin/python /srv/shiva/venv/bin/gunicorn wsgi:app'],
  ['/Users/knox/Library/Application Support/shiva/run'],
  [`/opt/shiva/run ${'x'.repeat(20_000)}`],
  [`java ${'-Dsome.option=value '.repeat(2000)}-jar /opt/lib/shiva.jar`],
  [`java -cp ${'/opt/lib/some-library-1.2.3.jar:'.repeat(1000)} com.example.shiva.Main`],
];

const mentions: [command: string, cwd?: string][] = [
  ['/watchtower shiva --cleanup'],
  ['watchtower --cleanup shiva'],
  ['/usr/bin/python3 /usr/bin/certbot renew --cert-name shiva'],
  ['certbot renew --cert-name shiva'],
  ['/usr/bin/filebeat -c /etc/shiva/filebeat.yml'],
  ['/usr/bin/vector --config-dir /etc/vector /srv/shiva/log'],
  ['/usr/bin/promtail -path=/srv/shiva/log'],
  ['/usr/sbin/haproxy -f /etc/haproxy/shiva.cfg'],
  ['nginx -c /etc/nginx/sites/shiva.conf'],
  ['caddy reverse-proxy --to shiva:8000'],
  ['/opt/exporter/run --target=shiva'],
  ['docker run --name shiva shiva:latest'],
  ['/usr/bin/docker-proxy -container shiva:app2'],
  ['node /usr/lib/node_modules/vitest/vitest.mjs run /srv/shiva'],
  ['node --test /srv/shiva/test/'],
  ['bun test /srv/shiva'],
  ['bun install', '/srv/shiva'],
  ['dotnet build Shiva.csproj', '/srv/shiva'],
  ['/usr/bin/python3 -m pytest /srv/shiva/tests'],
  ['vim /srv/shiva/server.js'],
  ['/usr/share/code/code /srv/shiva/server.js'],
  ['emacsclient /srv/shiva/server.js'],
  ['some-editor-nobody-knows /srv/shiva/server.js'],
  ['tail -f /var/log/shiva.log'],
  ['tail -F log/current', '/srv/shiva'],
  ['cat', '/srv/shiva'],
  ['-zsh', '/srv/shiva'],
  ['ssh -A shiva'],
  ['curl -A shiva http://localhost'],
  ['python3 /opt/notify/notify.py shiva'],
  ['node /srv/run.js --name=shiva'],
  ['java -Dspring.application.name=shiva -jar /opt/app.jar'],
  ['curl https://shiva.example.org/shiva/health'],
  ['rsync -a box:/srv/shiva /backup'],
];

describe('what a process shows', () => {
  it.each(instances)('%.90s runs it', (command, cwd) => {
    expect(bearsName({ command, cwd: cwd ?? null }, shiva)).toBe(true);
  });

  it.each(mentions)('%s only mentions it', (command, cwd) => {
    const table = { own: [], processes: [aProcess({ command, cwd: cwd ?? null })] };
    expect(attribute(table, [shiva]).get('shiva')?.trees ?? []).toEqual([]);
  });

  it('is a tool of its own folder only where nobody called it from a login', () => {
    const shell = aProcess({ pid: 10, command: '-bash' });
    const runs = (command: string, over: object) => {
      const table = { own: [], processes: [shell, aProcess({ pid: 20, command, ...over })] };
      return (attribute(table, [shiva]).get('shiva')?.trees ?? []).length;
    };
    const test = '/srv/shiva/venv/bin/python -m pytest';
    const session = '/user.slice/user-1000.slice/session-3.scope';
    expect(runs(test, { ppid: 10 })).toBe(0);
    expect(runs(test, { ppid: 1, cgroup: session })).toBe(0);
    expect(runs('/srv/shiva/venv/bin/gunicorn wsgi:app', { cgroup: '/system.slice/web.service' })).toBe(1);
    expect(runs('/srv/shiva/venv/bin/gunicorn wsgi:app', { ppid: 1 })).toBe(1);
    expect(runs('/srv/shiva/server --port 1', { ppid: 10, cgroup: session })).toBe(1);
  });

  it('is read in a time that grows with its length', () => {
    const long = fc.constantFrom(
      '-x ',
      '-A ',
      'shiva',
      'shiva.',
      'shiva-1',
      ': ',
      '[',
      '@',
      '(a',
      ' /',
      'a.b:',
    );
    fc.assert(
      fc.property(
        long,
        long,
        fc.constantFrom('node ', 'python3 ', 'java ', '[a: ', 'puma 1.2 ', ''),
        (one, other, head) => {
          const text = `${head}${one.repeat(30_000)}${other.repeat(30_000)}`;
          expect(typeof bearsName({ command: text, cwd: null }, shiva)).toBe('boolean');
        },
      ),
      { numRuns: rounds(150) },
    );
  });
});

const watchtower = shivaAt(50, { command: '/watchtower shiva --cleanup', elapsed_seconds: 900_000 });
const stateful = { kind: 'stateful', singleton: 'machine' } as const;

describe('a mention', () => {
  it('is no second copy, however old it is', () => {
    expect(typesIn(fleet({}, [watchtower, shivaAt(101)]))).toEqual([]);
  });

  it('never stands in for what is missing, and is named', () => {
    for (const only of ['all', 'processes'] as const) {
      const situation = { ...fleet({ ...stateful, instances: 1 }, [watchtower]), only };
      expect(typesIn(situation)).toEqual(['process_missing']);
      expect(findingOf(situation, 'process_missing').summary).toContain(
        'no process matches the name shiva. It is only mentioned by pid 50 (/watchtower shiva …).',
      );
    }
  });

  it('leaves a service unknown of which nothing else is known', () => {
    const situation = { ...fleet({ ...stateful, endpoints: [] }, [watchtower]), only: 'processes' as const };
    expect(statusesIn(situation)).toEqual({ shiva: 'unknown' });
    expect(compare(situation).gaps[0]?.detail).toContain('only mentioned by pid 50');
  });

  it('by what only holds the declared text counts for nothing beside what runs it', () => {
    const situation = (...commands: string[]) =>
      fleet(
        { ...stateful, process: 'shiva', instances: 1 },
        commands.map((command, at) => shivaAt(101 + at, { command })),
      );
    expect(typesIn(situation('/opt/x/run shiva', 'python3 /opt/y/shiva.py'))).toEqual([]);
    expect(typesIn(situation('/opt/x/run shiva'))).toEqual([]);
    expect(typesIn(situation('grep shiva', 'tail -f /var/log/shiva/current'))).toEqual(['process_missing']);
  });
});
