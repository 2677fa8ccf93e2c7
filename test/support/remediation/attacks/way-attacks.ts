import type { Case } from './order-attacks.ts';

const unit = (name: string) => `/etc/systemd/system/${name}`;
const starting = (command: string) => `[Service]\nType=oneshot\nExecStart=${command}\n`;

/** Ways to the bot over what others do for a unit: systemd by D-Bus, sockets, paths that are watched, signals, engines. */
export const wayAttacks: Case[] = [
  [
    'systemd over D-Bus, which spells names its own way',
    starting(
      '/usr/bin/busctl call org.freedesktop.systemd1 /org/freedesktop/systemd1/unit/te_6cl_2eservice org.freedesktop.systemd1.Unit Restart s replace',
    ),
  ],
  [
    'systemd over D-Bus in a script',
    starting('/bin/sh /srv/bus'),
    { '/srv/bus': 'dbus-send --system --dest=org.freedesktop.systemd1 /org/freedesktop/systemd1 $CALL\n' },
  ],
  ['a unit that it makes up', starting('/usr/bin/systemd-run --on-active=1 --unit=${BOT} true')],
  ['a signal to all processes', starting('/bin/kill -9 -1')],
  ['a signal to what is found by name', starting("/bin/sh -c 'kill $$(pgrep -f alph)'")],
  [
    'the socket that starts it',
    starting("/bin/sh -c 'echo x | nc -U /run/te.sock'"),
    { [unit('tell.socket')]: '[Socket]\nListenStream=/run/te.sock\nListenFIFO=/run/te.fifo\n' },
  ],
  ['the pipe that starts it', starting("/bin/sh -c 'echo x >/run/te.fifo'")],
  [
    'a pattern of paths that are watched',
    starting('/bin/touch /srv/drop/1.go'),
    {
      [unit('tell2.path')]:
        '[Path]\nPathExistsGlob=/srv/drop/*.go\nPathExists=/srv/here/go\nUnit=tell.service\n',
      '/srv/drop/readme': 'x\n',
    },
  ],
  [
    'a watched path, from the folder that it works in',
    `${starting('/bin/touch go')}WorkingDirectory=/srv/here\n`,
    { '/srv/here/readme': 'x\n' },
  ],
  ['a watched path, from a folder that its shell enters', starting("/bin/sh -c 'cd /srv/here; touch ./go'")],
  [
    'a setting that its script reads',
    starting('/etc/init.d/w9 start'),
    {
      '/etc/init.d/w9': '#!/bin/sh\n. /etc/default/w9\nexec $DAEMON\n',
      '/etc/default/w9': 'DAEMON=/opt/alpha/run\n',
    },
  ],
  [
    'a path in other characters',
    `${starting("/bin/sh -c 'exec $BOT'")}Environment="BOT=/opt/\\x61lpha/run"\n`,
  ],
  ['a removal of stopped containers', starting('/usr/bin/docker system prune -f')],
  ['all services of a swarm', starting('/usr/bin/docker stack deploy -c /etc/mine.yml mine')],
  ['all of another manager', `[Service]\nExecStart=/bin/sleep 1d\nExecReload=/usr/bin/pm2 reload all\n`],
  ['a server of terminals', starting('/usr/bin/tmux kill-server')],
];
