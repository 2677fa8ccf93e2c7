import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

type Place = { folder: string; plist: string; start: string };
/** case -> its lines in `launchctl print`, the expected refusal, and other files there */
export type Case = [
  what: string,
  lines: (place: Place) => string,
  why: string,
  prepare?: (place: Place) => void,
];

/** A trading job, known by its label alone, with this in its plist. */
function teller(folder: string, key: string, value: string) {
  const lines = `\tpath = ${folder}/teller.plist\n\tworking directory = ${folder}/beta\n`;
  writeFileSync(join(folder, 'print.com.knox.teller'), lines);
  const text = `<key>${key}</key>\n${value.replace('FOLDER', folder)}\n`;
  writeFileSync(join(folder, 'teller.plist'), text);
}

/** launchd.plist(5): what a job may do that launchd starts a trading job for. */
export function launchdTies(program: (path: string, ...more: string[]) => string): Case[] {
  const watched = (
    [
      ['a path that one watches', 'WatchPaths', '<array><string>FOLDER/drop/go</string></array>'],
      ['a queue of one', 'QueueDirectories', '<array><string>FOLDER/drop</string></array>'],
      [
        'a path that keeps one alive',
        'KeepAlive',
        '<dict><key>PathState</key><dict><key>FOLDER/drop/go</key><true/></dict></dict>',
      ],
    ] as const
  ).flatMap(([what, key, value]): Case[] => [
    [
      `touches ${what}`,
      ({ folder }) => program('/usr/bin/touch', join(folder, 'drop/go')),
      'a trading service',
      ({ folder }) => teller(folder, key, value),
    ],
    [
      `touches ${what}, from the folder that it works in`,
      ({ folder }) => `${program('/usr/bin/touch', 'drop/go')}\tworking directory = ${folder}\n`,
      'a trading service',
      ({ folder }) => teller(folder, key, value),
    ],
  ]);
  return [
    ...watched,
    [
      'touches what one that is not loaded watches',
      ({ folder }) => program('/usr/bin/touch', join(folder, 'drop/go')),
      'a trading service',
      ({ folder }) => {
        mkdirSync(join(folder, 'Library/LaunchAgents'), { recursive: true });
        teller(folder, 'WatchPaths', '<array><string>FOLDER/drop</string></array>');
        renameSync(join(folder, 'teller.plist'), join(folder, 'Library/LaunchAgents/com.knox.teller.plist'));
        rmSync(join(folder, 'print.com.knox.teller'));
      },
    ],
    [
      'mounts what starts one',
      ({ start }) => program(start, 'hdiutil', 'attach', '/srv/image'),
      'hdiutil attach',
      ({ folder }) => teller(folder, 'StartOnMount', '<true/>'),
    ],
    [
      'mounts, where nothing starts by it',
      ({ start }) => program(start, 'mount', '/srv/x'),
      'free of trading',
      ({ folder }) => teller(folder, 'StartOnMount', '<false/>'),
    ],
    [
      'works in a folder of one that is known by its label alone',
      ({ folder, start }) => `${program(start)}\tworking directory = ${folder}/beta/sub\n`,
      'a trading service',
      ({ folder }) => {
        mkdirSync(join(folder, 'beta/sub'), { recursive: true });
        teller(folder, 'Label', '<string>x</string>');
      },
    ],
  ];
}
