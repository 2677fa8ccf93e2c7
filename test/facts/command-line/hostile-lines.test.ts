import { describe, expect, it } from 'vitest';
import { matcherOf } from '../../../src/facts/command-line/process-match.ts';
import { parseProcess } from '../../../src/facts/command-line/parse-process.ts';
import { programOf } from '../../../src/facts/command-line/program.ts';
import { shownCommand } from '../../../src/facts/command-line/shown-command.ts';
import { controlGroup } from '../../../src/facts/control-group.ts';
import { ownProgram } from '../../../src/discover/find/own-program.ts';
import { parsePlaces } from '../../../src/probes/processes/process-places.ts';
import { aService } from '../../support/facts/observed.ts';

/** Anybody on a machine may give a process such a name. */
const long = (text: string) => text.repeat(Math.ceil(400_000 / text.length));

// What takes time that grows with the square of the text runs into the test's own limit.
describe('a command line of 400 KB', () => {
  it.each<[what: string, command: string]>([
    ['one word', long('a')],
    ['blanks', `node${long(' ')}`],
    ['slashes', long('/')],
    ['folders above', `/${long('../')}`],
    ['applications', long('/Applications/a.app')],
    ['addresses', long('a://')],
    ['brackets', `x: ${long('[a:')}`],
    ["a node's title", `[a: b@${long('a')}`],
    ['versions', `puma 1.${long('1.')}`],
    ['modules', `gunicorn ${long('a.')}:app`],
    ['calls', `gunicorn ${long('a.a:app(')}`],
    ['options', `node ${long('-r ')}`],
    ['the name', long('site-')],
    ['builds', `${long('site-1.')}.jar`],
    ['virtual environments', long('/venv/bin')],
    ['one long virtual environment', `/${long('env')}`],
    ['vendored programs', `${long('/vendor/')}/bin/`],
    ['gems', `/gems/${long('a/bin')}`],
    ['releases', `/srv/site/${long('releases/7/')}`],
    ['packages', long('/site-packages')],
  ])(
    'of %s is read',
    (_, command) => {
      const service = aService({ name: 'site', checkout: '/srv/site' });
      for (const cwd of [null, '/srv/site', command]) {
        const parsed = parseProcess({ command, cwd });
        expect(matcherOf(service)(parsed)).toBeTypeOf('number');
        expect(programOf(parsed, service).kind).toBeTypeOf('string');
        ownProgram(command, cwd);
      }
      expect(shownCommand(command, service).length).toBeLessThan(400);
      controlGroup(command);
      const lines = [
        `/proc/7/cgroup:0::/${command}`,
        `l${command} /proc/7/cwd -> /x`,
        command,
        `l${command}`,
      ];
      expect(parsePlaces(lines).size).toBeLessThan(2);
    },
    60_000,
  );
});
