import { describe, expect, it } from 'vitest';
import { guardProgram } from '../../../src/remediation/guard/program.ts';
import { lacksLands, lands } from '../../support/remediation/guard-lands.ts';
import { guardIn } from '../../support/remediation/guard-verdict.ts';

const driving = [
  '/bin/systemctl restart "tel*"',
  '/bin/sh -c systemctl --no-block isolate rescue.target',
  'sudo systemctl stop x',
  'exec /sbin/reboot',
  '/sbin/shutdown -r now',
  'if true; then service bot restart; fi',
  '/usr/bin/pkill -f alpha',
  'x && killall python3',
  'fuser -k 80/tcp',
  '/bin/sh -c docker start $(docker ps -aq)',
  'docker start `docker ps -q`',
  '/usr/bin/podman start --all',
  'docker ps -q | xargs docker restart',
  '/usr/bin/supervisorctl -c /etc/s.conf start bot',
  'launchctl kickstart gui/501/x',
  'run: "systemctl start x"',
];
const harmless = [
  '/usr/bin/systemctl is-active x',
  'systemctl daemon-reload',
  '# systemctl restart x',
  'echo the service is up',
  "process.on('SIGTERM', shutdown)",
  'shutdown_timeout: 5',
  '/bin/kill -HUP $MAINPID',
  '/usr/bin/docker run --rm --name web nginx',
  '/usr/bin/docker stop web',
  '/usr/bin/docker compose up',
  '/usr/bin/supervisorctl -c /etc/supervisord.conf shutdown',
  'halted=1',
  'nginx -s stop',
];

describe.skipIf(lacksLands).each(lands)('a command that acts on others, in $name', (land) => {
  it('is told from one that does not', async () => {
    const run = await guardIn(land, {});
    const lines = [...driving, ...harmless];
    const asks = lines.map((line) => `drives_in <<'END'\n${line}\nEND\necho .`).join('\n');
    const { printed } = run(`${guardProgram}LC_ALL=C\nexport LC_ALL\n${asks}\n`);
    const said = printed.split('.\n');
    expect(lines.filter((_, at) => said[at] !== '')).toEqual(driving);
  }, 60_000);
});
