import { describe, expect, it } from 'vitest';
import { compare } from '../support/comparison/compare.ts';
import type { Service } from '../../src/inventory/manifest.ts';
import { session, site, unit } from '../support/comparison/site-scene.ts';
import type { Row } from '../support/comparison/site-scene.ts';

const one = { instances: 1 };
const here = '/srv/site';

// People act on "does not run": what may be the service, and cannot be told from it, makes it unknown.
describe('what may be the service', () => {
  it.each<[what: string, rows: Row[], over?: Partial<Service>]>([
    ['a deployment by its script', [[12, 1, 'bash site.sh deploy', session, '/root']]],
    ['the same, and no folder was seen', [[12, 1, 'bash site.sh deploy']]],
    ['the same by its path', [[12, 1, 'bash /root/site.sh --quiet deploy', session]]],
    [
      'the same by a clock',
      [
        [8, 1, '/usr/sbin/cron -f'],
        [12, 8, 'sh /srv/site.sh backup', unit('cron')],
      ],
    ],
    [
      'the same beside a unit',
      [[12, 1, 'sh /root/site.sh deploy', unit('deploy')]],
      { systemd_unit: 'site' },
    ],
    ['a script in its folder', [[12, 1, 'bash run.sh', session, here]]],
    ['a server from the PATH', [[12, 1, 'unicorn master -c config/unicorn.rb', session, here]]],
    ['a virtual machine', [[12, 1, '/usr/lib/erlang/erts-13.1/bin/beam.smp -- -root /x', session, here]]],
    ['a title of another name', [[12, 1, 'puma 6.4 (tcp://0.0.0.0:3000) [shop]', session, here]]],
    ['a server of its environment', [[12, 1, '/srv/site/venv/bin/gunicorn wsgi:app', session]]],
    ['an editor', [[12, 1, 'vim server.js', session, here]]],
    ['a program of its checkout', [[12, 1, 'puma', session, '/opt/code/now']], { checkout: '/opt/code' }],
    [
      'a debugger over its script',
      [[12, 1, 'python3 -m debugpy --listen 0.0.0.0:5678 /srv/site/site.py', session]],
    ],
    ['a profiler over its module', [[12, 1, 'python3 -m cProfile -m site.main', session]]],
    ['a tool over its script', [[12, 1, '/usr/bin/python3 /usr/bin/coverage run /opt/x/site.py', session]]],
    ['the last word of a program', [[12, 1, 'redis-site *:26379']]],
    ['the first word of a program', [[12, 1, '/usr/bin/site-server --port 1']]],
    ['a word of a script', [[12, 1, 'node /opt/x/my_site.js']]],
    ['a name in brackets', [[12, 1, '/usr/bin/redis-server *:26379 [site]']]],
  ])('is unknown, and never missing: %s', (_what, rows, over) => {
    const { findings, gaps, services } = compare(site(rows, { ...one, ...over }));
    expect(findings.map(({ type }) => type)).not.toContain('process_missing');
    expect(services).toMatchObject([{ status: 'unknown', instances: null }]);
    const [gap] = gaps.filter(({ fact }) => fact === 'whether it runs');
    expect(gap?.detail).toMatch(/pid 12 \(.*\).*Set .* process in the manifest/);
  });

  it.each<[what: string, rows: Row[], others?: Partial<Service>[]]>([
    ['a shell that waits', [[12, 1, '-bash', session, here]]],
    [
      'what keeps a shell',
      [
        [12, 1, 'tmux', session, here],
        [13, 12, '-bash', session, here],
      ],
    ],
    ['a mention', [[12, 1, '/watchtower site --cleanup']]],
    ['a test of its folder', [[12, 1, 'node /usr/lib/node_modules/vitest/vitest.mjs run /srv/site']]],
    ['what stands in a home of its name', [[12, 1, 'gpg-agent --server', session, '/home/site']]],
    ['a service of another name', [[12, 1, '/usr/bin/site-exporter']], [{ name: 'site-exporter' }]],
    ['a container of others', [[12, 1, 'redis-site', `/system.slice/docker-${'ab'.repeat(32)}.scope`]]],
  ])('is none: %s', (_what, rows, others) => {
    const { findings } = compare(site(rows, one, others));
    expect(findings.map(({ type }) => type)).toContain('process_missing');
  });

  it.each<[what: string, rows: Row[]]>([
    ['its script alone', [[12, 1, 'bash /srv/site/site.sh', session]]],
    ['its script with options', [[12, 1, 'bash /srv/site/site.sh --port 80', session]]],
    ['its script in a unit', [[12, 1, '/bin/sh /srv/site/site.sh run', unit('web')]]],
    [
      'its script under a manager',
      [
        [9, 1, '/usr/bin/supervisord'],
        [12, 9, 'sh /srv/site/site.sh run'],
      ],
    ],
    [
      'its script over its program',
      [
        [12, 1, 'sh /srv/site/site.sh run', session],
        [13, 12, 'python3 /srv/site/site.py', session],
      ],
    ],
  ])('is it: %s', (_what, rows) => {
    const { findings, services } = compare(site(rows, one));
    expect(findings.map(({ type }) => type)).not.toContain('process_missing');
    expect(services).toMatchObject([{ instances: 1 }]);
  });

  it('changes nothing where the manifest says how its command line looks', () => {
    const rows: Row[] = [[12, 1, 'unicorn master', session, here]];
    const { findings } = compare(site(rows, { ...one, process: 'puma' }));
    expect(findings.map(({ type }) => type)).toContain('process_missing');
  });
});
