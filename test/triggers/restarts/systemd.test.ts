import { describe, expect, it, onTestFinished } from 'vitest';
import {
  bootTimeout,
  lacksSystemdMachine,
  startSystemdMachine,
} from '../../support/servers/systemd-machine.ts';
import { name, OVERLAP, quiet, told } from '../../support/triggers/restarts.ts';

describe('a restart of a watched service is no alert', () => {
  it.skipIf(lacksSystemdMachine())(
    'by systemd, where a worker outlives its parent by 2 s',
    { timeout: bootTimeout },
    async () => {
      const machine = await startSystemdMachine();
      onTestFinished(() => machine.close());
      const worker = `tail --pid=$PPID -f /dev/null; sleep ${OVERLAP / 1000}`;
      await machine.writeFile(`/srv/${name}/worker.sh`, `trap '' TERM\n${worker}\n`);
      await machine.writeFile(`/srv/${name}/server.sh`, `bash /srv/${name}/worker.sh &\nwait\n`);
      // On a fast machine there are more restarts than systemd allows in 10 s (DefaultStartLimitBurst=5).
      const unlimited = '[Unit]\nStartLimitIntervalSec=0\n';
      const unit = `${unlimited}[Service]\nExecStart=/bin/bash /srv/${name}/server.sh\nKillMode=process\n`;
      await machine.writeUnit(`${name}.service`, unit);
      await machine.run(`systemctl start ${name}`);
      const heard = await told({
        access: { ...machine, user: 'root' },
        service: { systemd_unit: `${name}.service` },
        restart: async () => void (await machine.run(`systemctl restart ${name}`)),
        double: async () =>
          void (await machine.run(`setsid bash /srv/${name}/server.sh >/dev/null 2>&1 </dev/null &`)),
      });
      expect(heard).toEqual(quiet);
    },
  );
});
