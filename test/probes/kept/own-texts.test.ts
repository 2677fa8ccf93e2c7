import { expect, it } from 'vitest';
import { giveOwnTexts } from '../../../src/probes/kept/own-texts.ts';

const row = { pid: 1, ppid: 0, state: 'S', elapsed_seconds: 1, user: 'root' };

it('leaves every text of a process table as it was', () => {
  const rows = [
    { ...row, command: 'nginx: worker process', cgroup: '/system.slice/nginx.service', cwd: null },
    { ...row, command: '', cgroup: null, cwd: '/srv/größe' },
    { ...row, command: 'node 🦉 /srv/web/server.js', cgroup: '', cwd: '/' },
  ];
  const before = structuredClone(rows);
  giveOwnTexts(rows);
  expect(rows).toEqual(before);
});
