// What the guard prints, for tests that have no machine.

type Parts = Record<string, readonly string[]>;

/** Its parts in their order, whole unless a test cuts it. `after`: what it adds that no approval rests on. */
export function guardText(parts: Parts, after = ''): string {
  const lines = Object.entries(parts).flatMap(([name, part]) => [`== ${name}`, ...part]);
  return `${[...lines, '== mark', 'ready', '== end'].join('\n')}\n${after}`;
}

export const ranInIt = '== processes\nPID CMD\n7 serve\nall\n';

/** The evidence of a single container with its own program. */
export function containerText(name: string, over: Parts = {}, after = ranInIt): string {
  return guardText(
    {
      container: [
        `id "${idOf(name)}"`,
        `name "/${name}"`,
        'path "/bin/serve"',
        'args ["--port","80"]',
        'hostname "box"',
      ],
      'other containers': [],
      programs: [],
      places: ['all'],
      ...over,
    },
    after,
  );
}

/** 64 hex digits of its own for each name. */
export function idOf(name: string): string {
  return Buffer.from(name).toString('hex').padEnd(64, '0').slice(0, 64);
}

/** One row of another container, as the guard finds it linked. */
export function neighbourRow(name: string, network = 'bridge', pid = '', image = 'app:1'): string {
  const fields = [idOf(name), `/${name}`, network, pid, 'private'].map((text) => JSON.stringify(text));
  return `linked ${[...fields, 'null', 'null', '""', '""', '""', JSON.stringify(image)].join('\t')}`;
}

/** The evidence of a unit that runs /usr/bin/relay; `lines` without its name in front. */
export function unitText(id: string, lines: readonly string[] = [], over: Parts = {}): string {
  const own = [
    `Id=${id}`,
    'LoadState=loaded',
    'NeedDaemonReload=no',
    'ExecStart={ path=/usr/bin/relay ; argv[]=/usr/bin/relay ; ignore_errors=no',
    ...lines,
  ];
  return guardText({
    unit: own.map((line) => `${id} ${line}`),
    'other units': [],
    'unit files': [],
    programs: [],
    places: ['all'],
    ...over,
  });
}

/** Of /etc/app.env, root's, in root's folder. */
export function fileText(over: Parts = {}): string {
  return guardText({
    folder: [
      'folder 1:2 755 0:0 directory /etc',
      'folder 1:1 755 0:0 directory /',
      'own 1:2 755 0:0 directory',
      'group 0 root',
    ],
    file: ['file 1:3 644 0:0 regular 1', 'at /etc/app.env', 'acts 0', 'owner root'],
    places: ['all'],
    ...over,
  });
}
