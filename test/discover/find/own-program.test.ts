import { describe, expect, it } from 'vitest';
import { ownProgram } from '../../../src/discover/find/own-program.ts';

describe("the operator's own program", () => {
  it.each([
    ['/usr/bin/python3 /opt/shiva/main.py --live', '/', '/opt/shiva/main.py'],
    ['node server.js', '/srv/dash', 'server.js'],
    ['./feeder -c x', '/srv/feeder', './feeder'],
    ['/usr/local/bin/indexer', '/', '/usr/local/bin/indexer'],
    ['/usr/bin/python3 /opt/v/bin/uvicorn shiva.main:app', '/opt/shiva', '/opt/v/bin/uvicorn'],
    ['gunicorn: master [akashic]', null, 'akashic'],
    ['/bin/bash /opt/shiva/run.sh', '/', '/opt/shiva/run.sh'],
    ['python3 -m shiva.bot', '/opt/shiva', 'shiva.bot'],
  ])('%s in %s', (command, folder, path) => {
    expect(ownProgram(command, folder)).toMatchObject({ path });
  });

  it.each([
    ['/usr/sbin/sshd -D', '/'],
    ['nginx: master process /usr/sbin/nginx', '/'],
    ['redis-server *:6379', '/var/lib/redis'],
    ['/usr/bin/python3 /usr/bin/supervisord', '/'],
    ['/usr/lib/postgresql/15/bin/postgres -D /var/lib/x', '/var/lib/postgresql'],
    ['-bash', '/opt/shiva'],
    ['vim main.py', '/opt/shiva'],
    ['tail -f /opt/shiva/log', '/opt/shiva'],
    ['/home/knox/.vscode-server/bin/x/node /home/knox/.vscode-server/bin/x/out/server-main.js', '/home/knox'],
    ['[kworker/0:1]', null],
    ['python3 -c "import x"', '/opt/shiva'],
    ['/System/Library/CoreServices/ControlCenter.app/x', '/'],
  ])('is not %s', (command, folder) => {
    expect(ownProgram(command, folder)).toBeNull();
  });
});
