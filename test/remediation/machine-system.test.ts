import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { testFolder } from '../folder.ts';
import { isRunning } from '../process-tree.ts';
import { lacks } from '../system.ts';
import { aRealDesk } from './real-scene.ts';

/** A systemctl with one unit, whose process is a real one: its pid stands in `pid`. */
function systemctl(folder: string): string {
  return `#!/bin/sh
case "$*" in
  *restart*relay.service)
    kill -KILL "$(cat ${folder}/pid)"
    sleep 600 >/dev/null 2>&1 &
    echo $! >${folder}/pid
    echo active >${folder}/state
    echo 'relay: started with API_TOKEN=abcdef0123456789abcdef' ;;
  *--system*show*)
    echo Id=relay.service
    echo Names=relay.service
    echo LoadState=loaded
    if [ "$(cat ${folder}/state)" = active ]; then echo ActiveState=active; echo SubState=running; echo "MainPID=$(cat ${folder}/pid)"
    else echo ActiveState=failed; echo SubState=failed; echo MainPID=0; fi
    cat ${folder}/along
    echo Result=exit-code ;;
  *) exit 1 ;;
esac
`;
}

async function unit(along = '') {
  const folder = await testFolder();
  const child = spawn('sleep', ['600'], { stdio: 'ignore' });
  onTestFinished(() => {
    for (const pid of [child.pid ?? 0, Number(readFileSync(join(folder, 'pid'), 'utf8'))])
      if (pid > 1 && isRunning(pid)) process.kill(pid, 'SIGKILL');
  });
  writeFileSync(join(folder, 'pid'), `${child.pid}`);
  writeFileSync(join(folder, 'state'), 'failed');
  writeFileSync(join(folder, 'along'), along);
  writeFileSync(join(folder, 'systemctl'), systemctl(folder), { mode: 0o755 });
  const desk = await aRealDesk(
    { environment: { PATH: `${folder}:${process.env['PATH'] ?? ''}` } },
    { services: [{ name: 'relay', systemd_unit: 'relay.service' }] },
  );
  return { ...desk, folder, old: child.pid ?? 0 };
}

describe.skipIf(lacks(['sshd', 'openssh-server']))('on a real machine', () => {
  it('a unit that has failed is restarted: a new process, and no secret of what it printed is kept', async () => {
    const { remedy, folder, old, journal } = await unit();
    const done = await remedy('relay', 'restart-systemd-unit');
    expect(done).toMatchObject({ state: 'succeeded', outcome: { exit_status: 0, finding: 'gone' } });
    expect(done.outcome?.output).toBe('relay: started with API_TOKEN=[redacted]');
    expect(journal.join('')).not.toContain('abcdef0123456789');
    const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'));
    expect(pid).not.toBe(old);
    expect(isRunning(pid)).toBe(true);
    expect(isRunning(old)).toBe(false);
  });

  it('a unit that would take another along is left alone', async () => {
    const { remedy, old } = await unit('RequiredBy=bot.service\n');
    const blocked = await remedy('relay', 'restart-systemd-unit');
    expect(blocked).toMatchObject({
      state: 'blocked',
      reason: expect.stringContaining('bot.service along with it'),
    });
    expect(isRunning(old)).toBe(true);
  });

  it('a secret file loses what others may do with it, and nothing else', async () => {
    const folder = await testFolder();
    const path = join(folder, "it's a $(secret).env");
    writeFileSync(path, 'TOKEN=x');
    chmodSync(path, 0o644);
    const { remedy } = await aRealDesk(
      {},
      { services: [{ name: 'app', kind: 'stateful', files: [{ path, secret: true }] }] },
    );
    const done = await remedy('app', 'tighten-mode');
    expect(done).toMatchObject({ state: 'succeeded', outcome: { output: path } });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8')).toBe('TOKEN=x');
  });

  it.each(['a link', 'a folder on the way that leads to a trading bot'])(
    'a secret behind %s is left alone',
    async (what) => {
      const folder = await testFolder();
      const real = join(folder, what === 'a link' ? 'real' : 'shiva');
      mkdirSync(real);
      writeFileSync(join(real, '.env'), 'TOKEN=x');
      chmodSync(join(real, '.env'), 0o644);
      const path = what === 'a link' ? join(folder, '.env') : join(folder, 'way', '.env');
      symlinkSync(
        what === 'a link' ? join(real, '.env') : real,
        what === 'a link' ? path : join(folder, 'way'),
      );
      const { remedy } = await aRealDesk(
        {},
        { services: [{ name: 'app', files: [{ path, secret: true }] }] },
      );
      const blocked = await remedy('app', 'tighten-mode');
      expect(blocked).toMatchObject({
        state: 'blocked',
        reason: expect.stringMatching(/is a link|trading bot shiva/),
      });
      expect(statSync(join(real, '.env')).mode & 0o777).toBe(0o644);
    },
  );

  it('an old lockfile of a dead process is removed, and a new one is not', async () => {
    const folder = await testFolder();
    const locks = ['old', 'new'].map((name) => join(folder, `${name}.pid`));
    for (const lock of locks) writeFileSync(lock, '4194303\n');
    const [old = '', fresh = ''] = locks;
    const hourAgo = Date.now() / 1000 - 3600;
    utimesSync(old, hourAgo, hourAgo);
    const services = [
      { name: 'quux-old', lockfile: old },
      { name: 'quux-new', lockfile: fresh },
    ];
    const { remedy } = await aRealDesk({}, { services });
    expect(await remedy('quux-old', 'remove-lockfile')).toMatchObject({ state: 'succeeded' });
    expect(await remedy('quux-new', 'remove-lockfile')).toMatchObject({
      state: 'blocked',
      reason: expect.stringContaining('three minutes'),
    });
    expect(locks.map((lock) => existsSync(lock))).toEqual([false, true]);
  });
});
