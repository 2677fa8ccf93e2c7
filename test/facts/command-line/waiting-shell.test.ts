import { expect, it } from 'vitest';
import { isWaitingShell } from '../../../src/facts/command-line/parse-process.ts';

const shells = 'sh bash dash zsh ash ksh mksh fish csh tcsh rbash pwsh'.split(' ');

it.each(shells.flatMap((shell) => [shell, `-${shell}`, `/bin/${shell} -i`]))('waits: %s', (command) => {
  expect(isWaitingShell({ command, cwd: null })).toBe(true);
});

it.each(['sh -c run', 'bash /srv/site.sh', 'sshd: knox', '/srv/shiva/run', '[kworker/0:1]', ''])(
  'does not wait: %s',
  (command) => {
    expect(isWaitingShell({ command, cwd: null })).toBe(false);
  },
);
