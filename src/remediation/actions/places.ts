import { quote } from '../../quote.ts';
import { refuse } from './action.ts';
import type { Refusal } from './action.ts';

/**
 * sh that prints where paths really lie, in lines `<index> at <folder>` and `<index> link`: a folder on the way may be
 * a link. The first is the one that would be touched, the others belong to trading services.
 */
export function whereScript(paths: string[], sudo: boolean): string {
  const by = sudo ? 'sudo -n ' : '';
  return `where() {
  if [ -L "$2" ]${sudo ? ' || sudo -n test -L "$2"' : ''}; then echo "$1 link"; fi
  at=$(cd -P "\${2%/*}/" && pwd -P) || at=$(${by}readlink -f "\${2%/*}/") || return 0
  printf '%s at %s/%s\\n' "$1" "\${at%/}" "\${2##*/}"
}
${paths.map((path, index) => `where ${index} ${quote(path)}`).join('\n')}
echo all`;
}

/** Where the first one lies, unless that is a link, unknown, or where a trading service's lies. */
export function readPlaces(printed: string): { touches: string[] } | Refusal {
  const lines = printed.trim().split('\n');
  const places = new Map<number, string>();
  for (const line of lines) {
    const [, index, path] = /^(\d{1,6}) at (\/.*)$/.exec(line) ?? [];
    if (index !== undefined && path !== undefined) places.set(Number(index), path);
  }
  const own = places.get(0);
  if (lines.includes('0 link')) return refuse('it is a link to something else');
  if (lines.at(-1) !== 'all' || own === undefined) return refuse('where it really lies could not be seen');
  if ([...places].some(([index, path]) => index > 0 && path === own))
    return refuse('it is a trading service’s file too');
  return { touches: [own] };
}
