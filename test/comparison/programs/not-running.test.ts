import { describe, expect, it } from 'vitest';
import type { Service } from '../../../src/inventory/manifest.ts';
import { compare } from '../../support/comparison/compare.ts';
import { session, site, unit } from '../../support/comparison/site-scene.ts';
import type { Row } from '../../support/comparison/site-scene.ts';

const venv = '/srv/site/venv/bin/python3';
const docker = `/system.slice/docker-${'ab'.repeat(32)}.scope`;
const text = 'python3 main.py --live';
const java = (length: number) => `java -cp ${'/opt/k/libs/some-library.jar:'.repeat(400)}`.slice(0, length);

function said(rows: Row[], over: Partial<Service>, state = 'S') {
  const situation = site(rows, { instances: 1, ...over });
  const table = Object.values(situation.observations.machines)[0]?.facts.processes;
  if (table?.ok) for (const process of table.value.processes) process.state = state;
  const { findings, gaps, services } = compare(situation);
  return {
    missing: findings.some(({ type }) => type === 'process_missing'),
    gap: gaps.some(({ fact }) => fact === 'whether it runs'),
    instances: services[0]?.instances,
  };
}

// A dead bot must not look alive because of what is in its folder or says its name, nor a living one dead.
describe('whether a real program runs', () => {
  it.each<[what: string, rows: Row[], over?: Partial<Service>]>([
    ['a backup in its folder', [[12, 1, '/usr/bin/restic backup .', unit('backup'), '/srv/site']]],
    ['what ships its log', [[12, 1, 'tail -F log/current', unit('ship'), '/srv/site']]],
    [
      'the log of its supervisor',
      [
        [9, 1, 'svscan /service', unit('svscan')],
        [10, 9, 'supervise log', unit('svscan')],
        [12, 10, 'multilog t ./main', unit('svscan'), '/service/site/log'],
      ],
    ],
    [
      'a notebook with its interpreter',
      [
        [9, 1, '/usr/bin/python3 /usr/local/bin/jupyterhub', unit('jupyterhub')],
        [12, 9, `${venv} -m ipykernel_launcher -f k.json`, unit('jupyterhub'), '/srv/site'],
      ],
    ],
    [
      'a test in a terminal of the browser',
      [
        [9, 1, '/usr/bin/ttyd bash', unit('ttyd')],
        [10, 9, 'bash', unit('ttyd'), '/srv/site'],
        [12, 10, `${venv} -m pytest`, unit('ttyd'), '/srv/site'],
      ],
    ],
    ['a command line that the kernel cut', [[12, 1, java(4096), unit('k')]], { process: 'kafka.Kafka' }],
    ['one that lost its last blank too', [[12, 1, java(4095), unit('k')]], { process: 'kafka.Kafka' }],
    [
      'its program in a container of which nothing is known',
      [[12, 1, '/home/site/beam.smp -- -noshell', docker]],
      { repo: null, process: '/home/site/beam.smp' },
    ],
  ])('is unknown by %s', (_what, rows, over = {}) => {
    expect(said(rows, over)).toEqual({ missing: false, gap: true, instances: expect.toBeOneOf([0, null]) });
  });

  it('is unknown where its only process is stopped', () => {
    const rows: Row[] = [[12, 1, 'python3 /srv/site/main.py', session]];
    expect(said(rows, {}, 'T')).toMatchObject({ missing: false, gap: true });
    expect(said(rows, {}, 'S')).toMatchObject({ missing: false, gap: false });
  });

  it.each<[what: string, rows: Row[]]>([
    ['what looks for it', [[12, 1, `pgrep -f ${text}`, unit('watchdog')]]],
    ['a tmux server that once started it', [[12, 1, `tmux new-session -d -s bot ${text}`, session]]],
    ['what runs it on another machine', [[12, 1, `ssh tesseract ${text}`, session]]],
  ])('is told by %s: it is missing', (_what, rows) => {
    expect(said(rows, { process: text })).toMatchObject({ missing: true, instances: 0 });
  });

  it('is not doubted by a cut command line where a longer one was seen', () => {
    const rows: Row[] = [
      [11, 1, java(4096), unit('k')],
      [12, 1, java(5000), unit('l')],
    ];
    expect(said(rows, { process: 'kafka.Kafka' })).toMatchObject({ missing: true });
  });

  it.each<[what: string, command: string, process: string | null]>([
    ['a loader', '/lib64/ld-linux-x86-64.so.2 --library-path /opt/lib /srv/site/run --live', null],
    ['an emulator', '/usr/bin/qemu-x86_64-static /srv/site/run', null],
    [
      'an emulator, with its name again',
      '/run/rosetta/rosetta /usr/bin/python3 python3 /srv/site/main.py',
      null,
    ],
    ['its class alone', 'java -cp /opt/a.jar ibcalpha.ibc.IbcGateway /opt/config.ini', 'IbcGateway'],
    ['wine', 'C:\\Program Files\\MetaTrader 5\\terminal64.exe /portable', 'terminal64.exe'],
    [
      'an older wine',
      '/opt/wine/bin/wine64-preloader /opt/wine/bin/wine64 /root/.wine/drive_c/Program Files/MT 5/terminal64.exe',
      'terminal64.exe',
    ],
  ])('is seen through %s', (_what, command, process) => {
    expect(said([[12, 1, command, session]], { process })).toMatchObject({ missing: false, instances: 1 });
  });

  it('is not seen in a virtual machine of its name', () => {
    expect(said([[12, 1, '/usr/bin/qemu-system-x86_64 -name site', session]], {}).missing).toBe(true);
  });
});
