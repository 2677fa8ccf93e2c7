import type { Case } from './order-attacks.ts';

const unit = (name: string) => `/etc/systemd/system/${name}`;
const starting = (command: string) => `[Service]\nType=oneshot\nExecStart=${command}\n`;
const compose = (folder: string) => `${starting('/usr/bin/docker compose up')}WorkingDirectory=${folder}\n`;
const web = 'services:\n  web:\n    image: nginx\n';

/** Ways to the bot over files that others include, words around a command, and what an engine has. */
export const ledAttacks: Case[] = [
  [
    'a compose file that includes another',
    compose('/srv/e1'),
    {
      '/srv/e1/compose.yml': 'include:\n  - ../e1b/more.yml\n',
      '/srv/e1b/more.yml': 'services:\n  shiva:\n    image: x\n',
    },
  ],
  [
    'a compose file that extends one below it',
    compose('/srv/e2'),
    {
      '/srv/e2/compose.yml':
        'services:\n  web:\n    extends:\n      file: parts/base.yml\n      service: web\n',
      '/srv/e2/parts/base.yml': 'services:\n  web:\n    network_mode: container:teller-1\n',
    },
  ],
  [
    'a compose file in a folder above',
    compose('/srv/e3/app/deep'),
    { '/srv/e3/compose.yaml': 'services:\n  shiva:\n    image: x\n', '/srv/e3/app/deep/readme': 'x\n' },
  ],
  [
    'a compose file that builds the bot',
    compose('/srv/e4'),
    { '/srv/e4/compose.yml': 'services:\n  web:\n    build: ../../opt/alpha\n' },
  ],
  [
    'a Dockerfile below a compose file',
    compose('/srv/e5'),
    {
      '/srv/e5/compose.yml': 'services:\n  web:\n    build: ./web\n',
      '/srv/e5/web/Dockerfile': 'FROM x\nCMD ["shiva"]\n',
    },
  ],
  [
    'a profile of compose in its settings',
    compose('/srv/e6'),
    { '/srv/e6/compose.yml': web, '/srv/e6/.env': 'COMPOSE_PROFILES=foresight\n' },
  ],
  [
    'a way up and down again in a package.json',
    `${starting('/usr/bin/npm start')}WorkingDirectory=/opt/e7\n`,
    { '/opt/e7/package.json': '{"scripts":{"start":"sh ../alpha/run"}}\n' },
  ],
  ['containers of a pod', starting('/usr/bin/podman pod start mine')],
  ['containers of compose', starting('/usr/bin/docker compose -f /etc/mine.yml restart web')],
  ['a machine of its own', starting('/usr/bin/systemd-nspawn --directory /srv/root --boot')],
  ['a unit, behind a limit of time', starting('/usr/bin/timeout 9 /bin/systemctl restart "te*"')],
  ['a unit, behind a lock', starting('/usr/bin/flock -n /run/e.lock systemctl restart te?l')],
  [
    'a unit, as a list of words',
    starting('/usr/bin/python3 /srv/e8.py'),
    { '/srv/e8.py': 'import subprocess, sys\nsubprocess.run(["systemctl", "restart", sys.argv[1]])\n' },
  ],
  ['a unit, over two lines', starting('/bin/sh /srv/e9'), { '/srv/e9': 'systemctl \\\n  restart "$UNIT"\n' }],
  [
    'the socket of an engine',
    starting("/bin/sh -c 'curl --unix-socket /run/docker.sock -X POST http://x/containers/$$ID/restart'"),
  ],
  ['a home of another user', starting("/usr/sbin/runuser -l e10 -c 'sh ./run'"), {}],
  ['an image that is not there', starting('/usr/bin/docker run --rm --name web -v /srv:/x nobody/knows:1')],
  ['an image in a variable', starting('/usr/bin/docker run --rm ${IMAGE}')],
  [
    'an image of a script',
    starting('/bin/sh /srv/e11'),
    { '/srv/e11': 'exec docker run \\\n  --rm \\\n  nobody/knows:2 web\n' },
  ],
  [
    'an image of a compose file',
    compose('/srv/e12'),
    { '/srv/e12/compose.yml': 'services:\n  web:\n    image: nobody/knows:3\n' },
  ],
  [
    'a template’s instance',
    `[Unit]\nWants=twin@tell.service\n${starting('/bin/true')}`,
    { [unit('twin@.service')]: '[Service]\nType=oneshot\nExecStart=/bin/systemctl restart %i\n' },
  ],
  ['a privileged line', `${starting('/bin/true')}ExecStartPre=+/bin/sh -c "cd /opt; cd alpha; ./run"\n`],
  [
    'an alias that nothing has enabled',
    `[Unit]\nWants=aka13.service\n${starting('/bin/true')}`,
    {
      '/etc/systemd/system/aka13.service': `[Service]\nExecStart=/opt/alpha/run\n[Install]\nAlias=x13.service\n`,
    },
  ],
];
