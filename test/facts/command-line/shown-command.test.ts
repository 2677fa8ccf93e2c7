import { describe, expect, it } from 'vitest';
import { shownCommand } from '../../../src/facts/command-line/shown-command.ts';
import { aService } from '../../support/facts/observed.ts';

describe('what is shown of a command line', () => {
  it.each([
    ['the program alone', '/opt/shiva/run --wallet abc --live', '/opt/shiva/run …'],
    ['the script too', 'python3 -u /srv/main.py --wallet abc', 'python3 … /srv/main.py …'],
    ['a module', 'python3 -m bots.main --wallet abc', 'python3 … bots.main …'],
    ['the word that matched', 'node /srv/run.js abc shiva def', 'node /srv/run.js … shiva …'],
    ['the name that it gave itself', 'gunicorn: master [shiva]', 'gunicorn: … [shiva]'],
    ['a script of a shell', '/bin/bash -e /opt/shiva/start.sh abc', '/bin/bash … /opt/shiva/start.sh …'],
    ['no more of a tool', 'mysql -u knox -phunter2 shop', 'mysql …'],
    ['nothing of an inline program', "sh -c 'KEY=abc /opt/run'", 'sh …'],
    ['nothing of nothing', '', ''],
    [
      'redacted where the word that matched is a secret',
      'run --token=shiva --live',
      'run --token=[redacted] …',
    ],
  ])('is %s', (_what, command, shown) => {
    expect(shownCommand(command, aService({ name: 'shiva', process: null }))).toBe(shown);
  });

  it.each([
    ['worker --queue mail', '/srv/run worker --queue mail --key abc', '/srv/run worker --queue mail …'],
    ['/run\\.py.*live/', 'python3 /srv/run.py --a b live abc', 'python3 /srv/run.py --a b live …'],
    ['/.*/', 'x 1 2 3 4 5 6 7 8', 'x 1 2 3 4 5 6 …'],
    ['/nothing/', 'x 1 2', 'x …'],
  ])('is what %s matched', (process, command, shown) => {
    expect(shownCommand(command, aService({ name: 'shiva', process }))).toBe(shown);
  });

  it('is cut where it is long', () => {
    expect(shownCommand(`/${'x'.repeat(500)} a`, aService(), 20)).toHaveLength(20);
  });
});
