import * as fc from 'fast-check';
import { seen } from '../../../src/facts/observation.ts';
import { aProcess } from '../facts/observed.ts';
import { aContainer, aFoundHealth, aJob, anInit, aPosition, aSurvey } from './builders.ts';

const traps = [
  'yes',
  'null',
  '~',
  '0x10',
  '1e3',
  '2026-03-29',
  '- x',
  '? x',
  ': x',
  'a: b',
  'a #b',
  '#a',
  '&a',
  '*a',
  '!tag',
  '|',
  '>',
  '%YAML',
  '@x',
  '`x`',
  '"',
  "'",
  '\\',
  '{}',
  '[]',
  '---',
  '...',
  '<<',
  '__proto__',
  'constructor',
  'toString',
  '',
  ' ',
  ' x ',
  'a\nb: c',
  'a\r# b',
  'x\u2028services: []',
  'x\u0085y: z',
  '\u202Eevil',
  '\uFEFFbom',
  '🙂',
  'é\u0301',
  '\uD800',
  'services:\n  - name: evil',
  'x'.repeat(300),
  '${HOME}',
  '$(id)',
];
const text = fc.oneof(
  fc.constantFrom(...traps),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ maxLength: 20 }),
);
const path = fc.oneof(
  text.map((tail) => `/opt/${tail}`),
  text,
);
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
const port = fc.integer({ min: 1, max: 65_535 });
const pid = fc.integer({ min: 2, max: 6 });

export const container = fc
  .record({
    name: text,
    project: maybe(text),
    service: maybe(text),
    folder: maybe(path),
    files: maybe(text),
    source: maybe(text),
    ref: maybe(text),
    state: fc.constantFrom('running', 'exited', 'paused'),
    built_here: fc.boolean(),
    pid,
    ports: fc.array(port, { maxLength: 2 }),
  })
  .map(aContainer);
const job = fc
  .record({
    name: text,
    file: path,
    state: text,
    folder: maybe(path),
    program: maybe(path),
    enabled: fc.boolean(),
    vendor: fc.boolean(),
    pid: maybe(pid),
    manager: fc.constantFrom('systemd' as const, 'launchd' as const),
  })
  .map(aJob);
const checkout = fc.record({
  path,
  origin: maybe(
    fc.oneof(
      text,
      text.map((tail) => `https://u:p@x.org/${tail}`),
    ),
  ),
  branch: maybe(text),
  default_branch: maybe(text),
});
/** A machine that shows anything at all, hostile names first. */
export const survey = fc
  .record({
    containers: fc.array(container, { maxLength: 4 }),
    jobs: fc.array(job, { maxLength: 4 }),
    checkouts: fc.array(checkout, { maxLength: 3 }),
    commands: fc.array(fc.tuple(pid, fc.oneof(text, path)), { maxLength: 5 }),
    folders: fc.array(fc.tuple(pid, path), { maxLength: 5 }),
    listeners: fc.array(
      fc.record({
        address: fc.constantFrom('*', '127.0.0.1', '10.0.0.5'),
        port,
        pid: maybe(pid),
        process: maybe(text),
      }),
      { maxLength: 4 },
    ),
    version: maybe(text),
    compose: fc.array(fc.record({ path, services: fc.array(text, { maxLength: 2 }) }), { maxLength: 2 }),
  })
  .map(({ containers, jobs, checkouts, commands, folders, listeners, version, compose }) => {
    const processes = [...new Map(commands).entries()].map(([each, command]) =>
      aProcess({ pid: each, command }),
    );
    const body = { format: 'seed' as const, version, pid: null, uptime_seconds: 1, said: [] };
    return aSurvey({
      processes: seen({ processes: [anInit(), ...processes], own: [] }),
      locations: seen(aPosition(new Map(folders))),
      listeners: seen(listeners),
      jobs: seen(jobs),
      containers: seen({ engine: 'docker', containers }),
      used: seen({ checkouts, compose }),
      searched: seen({ checkouts: [], compose }),
      health: seen(listeners.map((each) => aFoundHealth(`http://127.0.0.1:${each.port}/health`, { body }))),
    });
  });
