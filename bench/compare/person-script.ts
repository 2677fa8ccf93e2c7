import type { Service } from '../../src/inventory/manifest.ts';
import { quote } from '../../src/text/quote.ts';

/**
 * What a person would write to see the same of a machine's services: a few commands for each of them, one after the other,
 * and the eye does the rest.
 */
export function personScript(services: readonly Service[]): string {
  return ['#!/bin/sh', ...services.flatMap(linesFor), 'exit 0', ''].join('\n');
}

function linesFor({ name, process, checkout, lockfile, files, scan, endpoints }: Service): string[] {
  const here = endpoints.filter(({ from }) => from === 'machine');
  return [
    `echo ${quote(`== ${name}`)}`,
    `pgrep -f ${quote(process ?? name)} || echo 'not running'`,
    ...here.map(({ url }) => `curl -s -m 5 ${quote(url)}; echo`),
    ...(lockfile === null
      ? []
      : [
          `pid=$(cat ${quote(lockfile)}) && kill -0 "$pid" && echo "lock of $pid"`,
          `stat -c %Y ${quote(lockfile)}`,
        ]),
    ...files.map(({ path }) => `stat -c '%a %U:%G' ${quote(path)}`),
    ...scan.map(
      (folder) =>
        `find ${quote(folder)} -xdev -type f '(' -perm -o+w -o -name '.env*' -o -name '*.pem' -o -name '*.key' ')' -exec ls -ld {} +`,
    ),
    ...(checkout === null
      ? []
      : ['rev-parse HEAD', 'rev-parse --abbrev-ref HEAD', 'status --porcelain'].map(
          (command) => `git -C ${quote(checkout)} ${command}`,
        )),
  ];
}
