import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { idOf } from './guard-text.ts';

/** One block of `systemctl show`; later lines of the same property take the place of earlier ones. */
export function unitBlock(unit: string, file: string, lines: readonly string[]): string {
  const own = {
    Id: unit,
    Names: unit,
    LoadState: 'loaded',
    NeedDaemonReload: 'no',
    FragmentPath: file,
    Description: 'A unit',
    ExecStart:
      '{ path=/bin/sleep ; argv[]=/bin/sleep 1d ; ignore_errors=no ; start_time=[n/a] ; stop_time=[n/a] ; pid=0 ; code=(null) ; status=0/0 }',
    ...Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    ),
  };
  return Object.entries(own)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}

/** A systemctl that shows the blocks in a folder, and records other commands in `ran`. */
export function systemctlSays(folder: string): string {
  return `case " $* " in
  *' show '*)
    first=1
    while [ "$1" != -- ]; do shift; done
    shift
    for unit; do
      [ -n "$first" ] || echo
      first=
      cat "${folder}/$unit"
    done ;;
  *) echo "$@" >>"${folder}/ran" ;;
esac`;
}

type Says = {
  /** lines of the container in place of its own of the same word; ALPHA is the trading bot's folder */
  own?: string[];
  /** the content of every script of its image */
  script?: string;
  /** container -> what it is linked to */
  links?: Record<string, string>;
  /** container -> whose network it has */
  network?: Record<string, string>;
};

/** A docker with the containers app, mid, other and shiva-1, all stopped, in the words of the guard's formats. */
export function dockerSays(
  folder: string,
  { own = [], script = '', links = {}, network = {} }: Says,
): string {
  const names = ['app', 'mid', 'other', 'shiva-1'];
  const words = new Map([
    ['id', `id "${idOf('app')}"`],
    ['name', 'name "/app"'],
    ['image', 'image "sha256:0123"'],
    ['ref', 'ref "app:1"'],
    ['path', 'path "/bin/serve"'],
    ['args', 'args ["--port","80"]'],
    ['hostname', 'hostname "0123456789ab"'],
    ['labels', 'labels {}'],
    ...own.map((line): [string, string] => [line.split(' ')[0] ?? '', line]),
  ]);
  writeFileSync(
    join(folder, 'shown'),
    `\n${[...words.values()].join('\n').replaceAll('ALPHA', join(folder, 'alpha'))}\n`,
  );
  const rows = names.map((name) => {
    const mode = network[name] === undefined ? 'none' : `container:${idOf(network[name])}`;
    const link = links[name] === undefined ? null : [`/${links[name]}:/${name}/db`];
    const fields = [idOf(name), `/${name}`, mode, '', 'private', null, link, null, null, null, 'app:1'];
    return fields.map((field) => JSON.stringify(field)).join('\t');
  });
  writeFileSync(join(folder, 'rows'), `\n${rows.join('\n\n')}\n`);
  writeFileSync(join(folder, 'script'), script);
  return `case "$1 $2" in
  'ps --all') printf '%s\\n' ${names.map(idOf).join(' ')} ;;
  'container inspect')
    case $4 in
      *State.Running*) echo false ;;
      *VolumesFrom*) cat "${folder}/rows" ;;
      *) cat "${folder}/shown" ;;
    esac ;;
  'cp -L') cat "${folder}/script" ;;
  *) echo "$@" >>"${folder}/ran" ;;
esac`;
}
