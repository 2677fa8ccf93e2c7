import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { guardProgram } from '../../../src/remediation/guard/program.ts';
import { testFolder } from '../../support/machines/folder.ts';
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
  '/usr/bin/busctl call org.freedesktop.systemd1 /org/freedesktop/systemd1 x StartUnit',
  'sh -c gdbus call --system --dest org.freedesktop.login1',
  '/usr/bin/systemd-run --unit=$BOT true',
  '/bin/kill -9 -1',
  'kill -- -1',
  'kill -s KILL -1',
  "sh -c 'kill $$(pgrep -f alpha)'",
  'kill -TERM `pidof python3`',
  'exec tmux kill-server',
  '/usr/bin/pm2 reload all',
  'monit restart "all"',
  'docker system prune -f',
  'podman container prune',
  '/usr/bin/docker start -a web',
  'podman --log-level info container start web',
  '/bin/sh -c docker -H unix:///run/docker.sock restart web',
  'exec docker exec web /srv/run',
  'docker stack deploy -c x.yml all',
  'docker service update --force web',
  '/usr/bin/timeout 9 /bin/systemctl restart te*',
  'flock -n /run/x docker restart web',
  'env -i nice -n 5 pkill python',
  'subprocess.run(["systemctl", "restart", name])',
  `["docker",  'restart', name]`,
  'chroot /host systemctl isolate rescue.target',
  'runuser -u x -- kill -9 -1',
  '/usr/bin/podman pod start mine',
  'docker compose -f /etc/mine.yml -p mine restart web',
  'docker-compose --profile x start',
  '/usr/bin/ctr task start x',
  'lxc start web',
  'virsh start web',
  '/usr/bin/systemd-nspawn -bD /srv/root',
  'curl --unix-socket /run/docker.sock -X POST http://x/v1.43/containers/$ID/restart?t=1',
  'supervisorctl reload',
  '/usr/bin/supervisorctl shutdown',
  'shutdown -r now && exit',
  'reboot || true',
  'shutdown -r now >/dev/null 2>&1',
  '(sleep 5; reboot) &',
  'nohup /sbin/reboot',
  'timeout 5 reboot',
  'nice -n 5 poweroff',
  'init 6',
  '/sbin/telinit 0',
  'kexec -e',
  'skill -9 -u bot',
  'crontab -u bot -r',
  'echo b >/proc/sysrq-trigger',
  'pm2 kill',
  'pm2 restart 0',
  'forever stopall',
  'circusctl restart',
  'kubectl delete pods --all',
  'kubectl -n x rollout restart deploy',
  'nomad job restart x',
  'podman stop --latest',
  'podman rm -f --filter label=x',
  'docker compose up -d --remove-orphans',
  'docker compose -p stack down',
  'virsh destroy dom1',
  'for c in $(docker ps -q); do docker stop $c; done',
  'docker ps -q | while read c; do docker kill "$c"; done',
  'for p in $(pgrep python3); do kill -9 $p; done',
  'pgrep python3 | while read p; do kill "$p"; done',
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
  '/usr/bin/docker logs --tail 3 start',
  '/usr/bin/docker compose up',
  '/usr/bin/supervisorctl -c /etc/supervisord.conf shutdown',
  'halted=1',
  'nginx -s stop',
  'busctl list',
  'dbus-send --dest=org.example.Mine / x',
  'systemd-run --scope /srv/x',
  'kill -1 $MAINPID',
  'kill -HUP $(cat /run/mine.pid)',
  'kill -15 1234',
  'tmux new -d -s mine',
  'start all over',
  'pm2 reload web',
  '"reload allowed": true',
  'docker image prune -f',
  'docker service ls',
  'docker compose -f /etc/start/compose.yml up',
  'docker-compose down',
  'GET /containers/json',
  'lxc list',
  'crictl ps',
  'if (shutdown && !done) return;',
  'git init 6',
  'crontab -l',
  'kubectl get pods',
  'kubectl rollout status deploy/web',
  'podman stop --ignore --cidfile=/run/web.ctr-id',
  'docker compose -f /srv/web/compose.yaml -p web down',
  'docker ps -q -f name=web',
  'docker rm -f "$NAME"',
  'kill "$PID"',
  'pgrep web >/dev/null && kill -HUP $MAINPID',
  'pm2 logs 0',
  'virsh list',
];

describe.skipIf(lacksLands).each(lands)('a command that acts on others, in $name', (land) => {
  it('is told from one that does not', async () => {
    const run = await guardIn(land, {});
    const lines = [...driving, ...harmless];
    const asks = lines.map((line) => `drives_in <<'END'\n${line}\nEND\necho .`).join('\n');
    const { printed } = run(`${guardProgram}LC_ALL=C\nexport LC_ALL\n${asks}\n`);
    const said = printed.split('.\n');
    expect(lines.filter((_, at) => said[at] !== '')).toEqual(driving);
  });

  it.each([
    ['ids=$(docker ps -q)\ndocker stop $ids', 'docker stop'],
    ['pids=`pgrep python3`\nsleep 1\nkill $pids', 'kill pgrep'],
  ])('is found where one line finds them and another acts: %j', async (text, told) => {
    const run = await guardIn(land, {});
    expect(run(`${guardProgram}drives_in <<'END'\n${text}\nEND\n`).printed.trim()).toContain(told);
  });

  it('is found over two lines', async () => {
    const run = await guardIn(land, {});
    const text = String.raw`exec systemctl \
  restart "$UNIT"`;
    expect(run(`${guardProgram}drives_in <<'END'\n${text}\nEND\n`).printed).toBe('systemctl restart\n');
  });
});

describe.skipIf(lacksLands).each(lands)('the images of a command in $name', (land) => {
  it.each([
    '/opt/x/my-docker run --rm shop/web:1',
    '@my-docker create shop/web:1',
    '-my-docker run shop/web:1',
  ])('are asked of an engine, and of no program that is called like one: %s', async (command) => {
    const trace = join(await testFolder(), 'ran');
    const run = await guardIn(
      land,
      { 'my-docker': `echo ran >>"$TRACE"`, docker: 'exit 1' },
      { TRACE: trace },
    );
    const { printed } = run(`${guardProgram}images_of '${command}' ''\n`);
    expect(existsSync(trace)).toBe(false);
    expect(printed).toBe('image shop/web:1 unread\n');
  });

  it('are more than are looked at, and none of the rest counts as clean', async () => {
    const run = await guardIn(land, { docker: 'exit 1' });
    const command = Array.from({ length: 70 }, (_, index) => `docker run web:${index};`).join(' ');
    const lines = run(`${guardProgram}images_of '${command}' ''\n`).printed.trimEnd().split('\n');
    expect([lines.length, lines.at(-1)]).toEqual([61, 'image one-of-more-than-60 unread']);
  });

  it('are of the engine that the command names', async () => {
    const run = await guardIn(land, { docker: 'exit 1', podman: 'echo "abc {}"' });
    const script = `names_trading() { return 1; }\nimages_of 'ExecStart=/usr/bin/podman run --rm shop/web:1' ''\n`;
    expect(run(guardProgram + script).printed).toMatch(/^image shop\/web:1 [\da-f]{64}\n$/);
  });
});
