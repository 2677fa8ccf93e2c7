import type { Claims } from '../plan.ts';
import { quote } from '../../text/quote.ts';
import { containerProgramsScript } from './container-programs-script.ts';
import { containerScript } from './container-script.ts';
import { drivesScript } from './drives-script.ts';
import { fileScript } from './file-script.ts';
import { imagesScript } from './images-script.ts';
import { jobScript } from './job-script.ts';
import { lettersScript } from './letters-script.ts';
import { markScript } from './mark-script.ts';
import { ordersScript } from './orders-script.ts';
import { placesScript } from './places-script.ts';
import { programsScript } from './programs-script.ts';
import { reachScript } from './reach-script.ts';
import { sweepsScript } from './sweeps-script.ts';
import { tradingUnitsScript } from './trading-units-script.ts';
import { unitScript } from './unit-script.ts';
import { wordsScript } from './words-script.ts';

/** The guard's exit status when it did nothing. Programs that it starts are unlikely to end with it. */
export const REFUSED = 86;

/**
 * POSIX sh, the same for every machine: `guard WORDS…`, with the words of a plan, inspects everything that they would
 * touch. Its standard input says which paths and names belong to trading services, and what was approved:
 *
 *     path /opt/shiva/shiva.pid
 *     name shiva.service
 *     seen <a line of what it printed when it was approved>
 *     once <the approval's id>
 *
 * Without `seen` it prints what it sees and does nothing. With `seen`, it looks again, and runs the words only if it sees
 * exactly the same, and only once per approval; else it prints `driftwatch changed <what>`, or `driftwatch ran before`,
 * and ends with status 86.
 */
const MAIN = `LC_ALL=C
export LC_ALL
set -f
unset CDPATH QUOTING_STYLE LS_COLORS
XDG_RUNTIME_DIR=\${XDG_RUNTIME_DIR:-/run/user/$(id -u)} SYSTEMD_COLORS=0 SYSTEMD_PAGER=
export XDG_RUNTIME_DIR SYSTEMD_COLORS SYSTEMD_PAGER
given_as() {
  printf '%s\\n' "$given" | sed -n "s/^$1 //p"
}
guard() {
  given=$(cat)
  by= act= also= derived=
  [ "$1 $2" != 'sudo -n' ] || { by='sudo -n'; shift 2; }
  case "$1 $2" in
    'docker restart' | 'podman restart') look=look_container act=restart_container also=processes_in ;;
    'systemctl restart' | 'systemctl --user') look=look_unit act=plainly ;;
    'launchctl kickstart') look=look_job act=plainly ;;
    'find /'*)
      look=look_file act=on_file
      cd -P -- "\${2%/*}/" || look=nothing ;;
    *) return ${REFUSED} ;;
  esac
  derived=$({ trading_folders; trading_jobs "$@"; } 2>/dev/null </dev/null)
  now=$($look "$@" 2>/dev/null </dev/null; may_mark; echo '== end')
  approved=$(given_as seen)
  if [ -z "$approved" ]; then
    printf '%s\\n' "$now"
    [ -z "$also" ] || $also "$@" 2>/dev/null </dev/null
  elif [ "$now" = "$approved" ]; then
    leave_mark || return ${REFUSED}
    $act "$@" </dev/null
  else
    changed
    return ${REFUSED}
  fi
}
nothing() {
  :
}
plainly() {
  $by "$@"
}
part_of() {
  printf '%s\\n' "$1" | part="== $2" awk '/^== / { on = ($0 == ENVIRON["part"]); next } on'
}
changed() {
  printf '%s\\n%s\\n' "$approved" "$now" | sed -n 's/^== //p' | sort -u | while IFS= read -r part; do
    [ "$part" = end ] || [ "$(part_of "$now" "$part")" = "$(part_of "$approved" "$part")" ] ||
      printf 'driftwatch changed %s\\n' "$part"
  done
}
`;

export const guardProgram = [
  MAIN,
  markScript,
  lettersScript,
  placesScript,
  programsScript,
  ordersScript,
  drivesScript,
  sweepsScript,
  imagesScript,
  reachScript,
  wordsScript,
  unitScript,
  tradingUnitsScript,
  containerScript,
  containerProgramsScript,
  jobScript,
  fileScript,
].join('');

/** The guard's standard input. */
function guardInput({ paths, names }: Claims, approved: readonly string[], once: string | null): string {
  const lines = [
    ...(once === null ? [] : [`once ${once}`]),
    ...paths.map((path) => `path ${path}`),
    ...names.map((name) => `name ${name}`),
    ...approved.map((line) => `seen ${line}`),
  ];
  // A line break could end the here-document, and what follows would be a command.
  if (lines.some((line) => line.includes('\n')))
    throw new Error('a line break cannot be passed to the guard');
  return lines.map((line) => `${line}\n`).join('');
}

/** sh that inspects what these words would touch, and does nothing. */
export function inspectScript(argv: readonly string[], claims: Claims): string {
  return composed(argv.map(quote).join(' '), guardInput(claims, [], null));
}

/**
 * sh for `sh -s -- WORDS…`: runs the words if everything is as approved. If it is cut off anywhere, it does nothing.
 * @param once the approval's id, for which the machine acts only once
 */
export function actScript(claims: Claims, approved: readonly string[], once: string): string {
  return composed('"$@"', guardInput(claims, approved, once));
}

// No input line can end the here-document: each begins with its keyword.
function composed(words: string, input: string): string {
  return `${guardProgram}guard ${words} <<'GUARDED'\n${input}GUARDED\n`;
}
