/**
 * One section of the script. `in_turn`: it reads several things one after the other, and traps USR1: a command that takes so
 * long that the rest would not be read is ended, and the signal says so.
 */
export type Fragment = { name: string; sh: string; deadline_s: number; in_turn?: boolean };

/**
 * The one POSIX script that a machine runs: for each fragment a section, one after the other, framed as
 *
 *     <marker> begin <name>
 *     … what the fragment prints …
 *     <marker> end <name> <exit status | deadline>
 *
 * It is one brace group, which a shell reads to its end before it runs anything: of a transfer that breaks off,
 * nothing is executed. It writes no file and leaves no process behind.
 * @throws Error for a marker that is not hex or a name that is not a plain word: both are unquoted
 */
export function composeScript(marker: string, fragments: Fragment[]): string {
  if (!/^[0-9a-f]{32,}$/.test(marker)) throw new Error('the marker must be 32 hex digits or more');
  return `{\n${PRELUDE}m=${marker}\n${fragments.map(section).join('')}kill -TERM $o\nexit 0\n}\n`;
}

function section({ name, sh, deadline_s, in_turn }: Fragment): string {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) throw new Error(`section name ${JSON.stringify(name)} is not a word`);
  return `frame begin ${name} || quit
ticks=0
(
trap 'frame end ${name} $?' EXIT
${sh}
) </dev/null & f=$!
finish ${name} ${Math.max(1, Math.ceil(deadline_s))}${in_turn ? ' in_turn' : ''}
`;
}

// - One timer serves all sections: it signals each second, and a section that has heard more signals than its deadline has
//   seconds is ended. A script that takes less than a second starts one \`sleep\`; macOS has no \`timeout\`. The timer ends
//   with the script, and by itself where that was killed.
// - A section prints its own end. A trap ends \`wait\` early, with a status above 128, which a signal that killed the section
//   gives too: there is no process any more then, and its end is printed for it. Where bash takes the one for the other
//   it comes twice, and the first counts. Nobody waits for a section that missed its deadline: its children may be beyond
//   any signal (a dead NFS server, another user's process).
// - A section whose time is mostly over, in the same command for two seconds, loses this command only: the rest has its turn.
// - A tree is stopped from the top before it is killed, so that it cannot fork past us meanwhile. Without job
//   control (no terminal) there is no process group to kill, and macOS has no `setsid`.
// - On Linux the table comes from /proc by shell alone: `ps` may be the very thing that hangs.
// - What the environment may hold against us is undone: options from SHELLOPTS, a `cd` that prints, BSD's colours, the formats of ps
//   and ls.
const PRELUDE = `exec 2>/dev/null
set +aCefuvx
PATH=\${PATH:-/usr/bin:/bin}:/usr/sbin:/sbin:/usr/local/bin:/opt/homebrew/bin
LC_ALL=C
export PATH LC_ALL
unset CDPATH CLICOLOR_FORCE COLUMNS GREP_OPTIONS PS_FORMAT PS_PERSONALITY QUOTING_STYLE TIME_STYLE
cd /
trap 'ticks=$((ticks + 1))' USR1
(
  trap 'kill -9 $!; exit' TERM
  while :; do
    sleep 1 & wait $!
    kill -USR1 $$ || exit
  done
) </dev/null >&2 & o=$!
frame() {
  echo "
$m $*"
}
finish() {
  before= same=0
  while wait $f; s=$?; [ $s -gt 128 ]; do
    kill -0 $f || { frame end $1 $s; return; }
    if [ $ticks -gt $2 ]; then
      end_tree $f
      frame end $1 deadline
      return
    fi
    [ -z "$3" ] || [ $((2 * ticks)) -lt $2 ] || end_slow $2
  done
}
end_slow() {
  now=$(echo $(children $f))
  if [ -n "$now" ] && [ "$now" = "$before" ]; then same=$((same + 1)); else same=0; fi
  before=$now
  [ $same -ge 2 ] && [ $((10 * ticks)) -ge $((7 * $1)) ] || return
  kill -USR1 $f
  for each in $now; do end_tree $each; done
}
quit() {
  kill -TERM $o
  exit 1
}
end_tree() {
  level=$1 all=
  while [ -n "$level" ]; do
    kill -STOP $level
    all="$all $level"
    level=$(echo $(children "$level"))
  done
  kill -9 $all
}
children() {
  parents() {
    case " $1 " in *" $3 "*) echo $2 ;; esac
  }
  if [ -r /proc/self/stat ]; then
    for stat in /proc/[0-9]*/stat; do
      read -r line <$stat || continue
      line=\${line##*\\) } pid=\${stat#/proc/}
      line=\${line#* }
      parents "$1" \${pid%/stat} \${line%% *}
    done
  else
    ps -A -o pid= -o ppid= | while read -r pid ppid; do parents "$1" $pid $ppid; done
  fi
}
`;
