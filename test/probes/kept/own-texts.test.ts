import { expect, it } from 'vitest';
import { giveOwnTexts, shareTexts } from '../../../src/probes/kept/own-texts.ts';
import { seen } from '../../../src/facts/observation.ts';

const row = { pid: 1, ppid: 0, state: 'S', elapsed_seconds: 1, user: 'root' };
const rows = () => [
  { ...row, command: 'nginx: worker process', cgroup: '/system.slice/nginx.service', cwd: null },
  { ...row, command: '', cgroup: null, cwd: '/srv/größe' },
  { ...row, command: 'node 🦉 /srv/web/server.js', cgroup: '', cwd: '/' },
];

it('leaves every text of a process table as it was, the first time and each later one', () => {
  for (const table of [rows(), rows()]) {
    giveOwnTexts(table);
    expect(table).toEqual(rows());
  }
});

it('leaves what a worker has read as it was', () => {
  const table = { processes: rows(), own: [] };
  const facts = { processes: seen(table) };
  shareTexts(facts);
  expect(facts).toEqual({ processes: seen({ processes: rows(), own: [] }) });
});
