/** A process's control group and working folder; null if the SSH user may not see them. */
export type Place = { cgroup: string | null; cwd: string | null };

/**
 * Prints, on Linux, the control groups and the working folders of all processes in one process each, behind a line
 * `places`. proc(5): a group is `0::/path` of the one hierarchy of version 2; of version 1 there are several, and those
 * of systemd, OpenRC (`name=…`) and of the limits that a container has are enough. Kernel threads are in none.
 * What the SSH user may not read is left out; neither is needed where it is not there.
 */
export const PROCESS_PLACES = `if [ -r /proc/self/cgroup ]; then
  echo places
  grep -H -E '^[0-9]+:(|name=[^:]*|pids|memory):/.' /proc/[0-9]*/cgroup
  ls -dn /proc/[0-9]*/cwd | grep ' -> /'
fi
:`;

const BEST = 3;
const GROUP = /^\/proc\/(\d{1,10})\/cgroup:\d+:([^:]*):(\/.*)$/s;
const FOLDER = /^l\S* .*? \/proc\/(\d{1,10})\/cwd -> (\/.*)$/s;

/** The lines of PROCESS_PLACES, by pid. What cannot be read says nothing. */
export function parsePlaces(lines: readonly string[]): Map<number, Place> {
  const places = new Map<number, Place>();
  /** of groups that a better one may replace */
  const ranks = new Map<number, number>();
  const twice = new Set<number>();
  for (const line of lines) {
    const [, ofGroup, controllers = '', path = ''] = GROUP.exec(line) ?? [];
    const [, ofFolder, folder = ''] = ofGroup === undefined ? (FOLDER.exec(line) ?? []) : [];
    const pid = Number(ofGroup ?? ofFolder ?? 0);
    if (pid === 0) continue;
    const place = places.get(pid) ?? { cgroup: null, cwd: null };
    if (ofGroup === undefined) {
      // A folder with a line break in its name can print a line of another process's.
      if (place.cwd !== null) twice.add(pid);
      place.cwd = folder.replace(/ \(deleted\)$/, '');
    } else {
      const rank = rankOf(controllers);
      if (place.cgroup !== null && rank <= (ranks.get(pid) ?? BEST)) continue;
      place.cgroup = path;
      if (rank === BEST) ranks.delete(pid);
      else ranks.set(pid, rank);
    }
    places.set(pid, place);
  }
  const above = (places.get(1)?.cgroup ?? '').replace(/\/(?:init\.scope)?$/, '');
  for (const [pid, place] of places) {
    place.cgroup = below(place.cgroup, above);
    if (twice.has(pid)) place.cwd = null;
  }
  return places;
}

/** A machine that is itself a container may see its groups from outside: its pid 1's group is above all others. */
function below(cgroup: string | null, above: string): string | null {
  if (cgroup === null || above === '') return cgroup;
  return cgroup === above ? '/' : cgroup.startsWith(`${above}/`) ? cgroup.slice(above.length) : cgroup;
}

function rankOf(controllers: string): number {
  return controllers === '' ? BEST : controllers.startsWith('name=') ? 2 : 1;
}
