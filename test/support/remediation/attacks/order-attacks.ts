/** what -> lines of its unit, other files: path -> content. The bot's unit is `tell`, its folder /opt/alpha. */
export type Case = [what: string, unit: string, files?: Record<string, string>];

const SLEEPS = '[Service]\nExecStart=/bin/sleep 1d\n';
const unit = (name: string) => `/etc/systemd/system/${name}`;
const starting = (command: string) => `[Service]\nExecStart=${command}\n`;

/** Ways to a bot that no command line names. */
export const orderAttacks: Case[] = [
  [
    'a compose file',
    `${starting('/usr/bin/docker compose up')}WorkingDirectory=/srv/stack\n`,
    { '/srv/stack/docker-compose.yml': 'services:\n  shiva:\n    image: x\n' },
  ],
  [
    'a compose folder by an option',
    starting('/usr/bin/docker compose --project-directory /srv/stack up'),
    { '/srv/stack/docker-compose.yml': 'services:\n  shiva:\n    image: x\n' },
  ],
  [
    'a package.json',
    `${starting('/usr/bin/npm start')}WorkingDirectory=/srv/npm\n`,
    { '/srv/npm/package.json': '{"scripts":{"start":"node /opt/alpha/run.js"}}\n' },
  ],
  [
    'a Makefile',
    `${starting('/usr/bin/make run')}WorkingDirectory=/srv/mk\n`,
    { '/srv/mk/Makefile': 'run:\n\t/opt/alpha/run\n' },
  ],
  [
    'the includes of a supervisor’s settings',
    starting('/usr/bin/python3 /usr/bin/supervisord -n -c /etc/sup/supervisord.conf'),
    {
      '/etc/sup/supervisord.conf': '[supervisord]\n[include]\nfiles = /etc/sup/conf.d/*.conf\n',
      '/etc/sup/conf.d/bot.conf': '[program:x]\ncommand=/opt/alpha/run\n',
    },
  ],
  [
    'a folder in a variable',
    `${starting('/usr/bin/node /usr/local/lib/manager resurrect')}Environment=MANAGER_HOME=/root/.manager\n`,
    { '/root/.manager/dump': '[{"pm_exec_path":"/opt/alpha/run"}]\n' },
  ],
  [
    'a folder of its program in its home',
    `${starting('/usr/bin/node /usr/local/lib/manager2 resurrect')}User=deploy\n`,
    { '/home/deploy/.manager2/dump': '[{"name":"shiva"}]\n' },
  ],
  [
    'a folder of services, by a name in it',
    starting('/bin/sleep /etc/svc'),
    { '/etc/svc/shiva/run': '#!/bin/sh\nexec /srv/run\n' },
  ],
  [
    'a folder of services, by what one runs',
    starting('/bin/sleep /etc/svc2'),
    { '/etc/svc2/one/run': '#!/bin/sh\nexec /opt/alpha/run\n' },
  ],
  [
    'a script that its script starts',
    starting('/bin/sh /srv/deep/one'),
    {
      '/srv/deep/one': 'exec sh /srv/deep/two\n',
      '/srv/deep/two': '. "$(dirname "$0")/three"\n',
      '/srv/deep/three': 'exec /opt/alpha/run\n',
    },
  ],
  [
    'a git remote',
    `${starting('/usr/bin/node server.js')}WorkingDirectory=/srv/repo/app\n`,
    {
      '/srv/repo/.git/config': '[remote "origin"]\nurl = git@github.com:Org/shiva.git\n',
      '/srv/repo/app/server.js': 'x\n',
    },
  ],
  [
    'D-Bus, which starts whoever has a name',
    '[Service]\nType=dbus\nBusName=org.example.A8\nExecStart=/bin/sleep 1d\n',
    {
      '/usr/share/dbus-1/system-services/org.example.A8.service':
        '[D-BUS Service]\nName=org.example.A8\nExec=/bin/false\nUser=root\nSystemdService=tell.service\n',
    },
  ],
  [
    'a path that triggers it',
    starting('/bin/touch /srv/trigger'),
    { [unit('tell.path')]: '[Path]\nPathChanged=/srv/trigger\nUnit=tell.service\n' },
  ],
  ['a pattern of units', `${SLEEPS}ExecStartPost=/bin/systemctl restart "te*"\n`],
  ['all units', starting('/bin/systemctl isolate rescue.target')],
  ['a restart of the machine', starting('/sbin/reboot')],
  ['a signal by a name', starting('/usr/bin/pkill -f alph')],
  ['all containers', starting("/bin/sh -c 'docker start $$(docker ps -aq)'")],
  [
    'a script that drives units',
    starting('/bin/sh /srv/drives'),
    { '/srv/drives': 'cd /\nsystemctl start "$UNIT"\n' },
  ],
  ['letters of another script', `${starting("/bin/sh -c 'exec $BOT'")}Environment=BOT=shiv\u0430\n`],
  ['letters that nobody sees', `${starting("/bin/sh -c 'exec $BOT'")}Environment=BOT=shi\u200Bva\n`],
  [
    'letters with signs between',
    `${starting("/bin/sh -c 'exec $BOT'")}EnvironmentFile=/etc/apart.env\n`,
    { '/etc/apart.env': 'BOT=s-h-i-v-a\n' },
  ],
  [
    'what its user shares with the bot',
    `${SLEEPS}User=watcher\nRemoveIPC=yes\n`,
    { [`${unit('tell.service')}.d/u.conf`]: '[Service]\nUser=watcher\n' },
  ],
];

/** What people run, besides the bot. */
export const ordinary: Case[] = [
  [
    'a node app',
    '[Unit]\nDescription=Node app\nAfter=network-online.target tell.service\nWants=network-online.target\n[Service]\nUser=deploy\nEnvironmentFile=/etc/node.env\nEnvironment=NODE_ENV=production\nWorkingDirectory=/srv/app\nExecStart=/usr/bin/node server.js\nPrivateTmp=true\nProtectSystem=strict\nReadWritePaths=/srv/app\nRestart=on-failure\n',
    {
      '/etc/node.env': 'PORT=3000\nDATABASE_URL=postgres://u:p@localhost/app\n',
      '/srv/app/server.js': 'process.on("SIGTERM", shutdown)\n',
      '/srv/app/package.json': '{"scripts":{"start":"node server.js"}}\n',
      '/srv/app/README.md': '# works beside shiva\n',
    },
  ],
  [
    'a compose project',
    `${starting('/usr/bin/docker compose up')}ExecStop=/usr/bin/docker compose down\nWorkingDirectory=/srv/web\n`,
    { '/srv/web/docker-compose.yml': 'services:\n  web:\n    image: nginx\n' },
  ],
  [
    'a socket, and folders of a user of its own',
    '[Unit]\nRequires=UNIT.socket\nAfter=UNIT.socket\n[Service]\nExecStart=/bin/sleep 1d\nDynamicUser=yes\nStateDirectory=mine2\nRuntimeDirectory=mine2\n',
    { [unit('UNIT.socket')]: '[Socket]\nListenStream=127.0.0.1:9009\n' },
  ],
  [
    'a database that removes what its own user shares',
    `${SLEEPS}User=www-data\nRemoveIPC=yes\nExecStop=/bin/kill -s TERM $MAINPID\n`,
  ],
  [
    'a one-shot of a timer, with a script',
    '[Service]\nType=oneshot\nExecStart=/usr/bin/python3 /srv/job.py --verbose\n',
    { '/srv/job.py': 'print(1)\n', [unit('UNIT.timer')]: '[Timer]\nOnCalendar=hourly\n' },
  ],
  [
    'an alarm for its failure',
    `[Unit]\nOnFailure=alarm@%n.service\n${SLEEPS}`,
    {
      [unit('alarm@.service')]:
        '[Service]\nType=oneshot\nExecStart=/usr/bin/curl -fsS https://hooks.example.net/x?u=%i\n',
    },
  ],
  [
    'a supervisor of its own services',
    starting('/usr/bin/python3 /usr/bin/supervisord -n -c /etc/own/supervisord.conf') +
      'ExecStop=/usr/bin/supervisorctl -c /etc/own/supervisord.conf shutdown\n',
    {
      '/etc/own/supervisord.conf': '[supervisord]\n[include]\nfiles = /etc/own/conf.d/*.conf\n',
      '/etc/own/conf.d/web.conf': '[program:web]\ncommand=/srv/app/server\n',
    },
  ],
  [
    'a part of a group that others want',
    `[Unit]\nPartOf=workers.target\n${SLEEPS}Slice=workers.slice\n`,
    { [unit('workers.target')]: '[Unit]\nDescription=All workers\n' },
  ],
  [
    'a container that it makes, with a script and a build of its own',
    '[Service]\nExecStartPre=-/usr/bin/docker rm --force web\nExecStart=/usr/bin/docker run --rm --name web -p 127.0.0.1:80:80 -v /srv/site:/site:ro nginx\n',
  ],
  [
    'a compose project that builds, includes and extends its own',
    `${starting('/usr/bin/docker compose up')}WorkingDirectory=/srv/own\n`,
    {
      '/srv/own/compose.yml':
        'include:\n  - parts/db.yml\nservices:\n  web:\n    build: ./web\n    volumes:\n      - ./data:/data\n      - /etc/hosts:/etc/hosts:ro\n',
      '/srv/own/parts/db.yml': 'services:\n  db:\n    image: nginx\n',
      '/srv/own/web/Dockerfile': 'FROM nginx\nCOPY . /srv\n',
      '/srv/own/data/notes': 'shiva is another one\n',
    },
  ],
  ['a service of the distribution', `[Unit]\nWants=cron.service\nAfter=cron.service\n${SLEEPS}`],
  [
    'a log of its own',
    `${SLEEPS}StandardOutput=append:/var/log/own.log\nExecStartPre=-/bin/true\nExecReload=/bin/kill -HUP $MAINPID\n`,
  ],
];
