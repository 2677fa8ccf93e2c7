/** One section of the script. */
export type Fragment = { name: string; sh: string; deadline_s: number };

/**
 * The one POSIX script that a machine runs: for each fragment a section, one after the other, framed as
 *
 *     <marker> begin <name>
 *     … what the fragment prints …
 *     <marker> end <name> <exit status | deadline>
 *
 * It is one brace group, which a shell reads to its end before it runs anything: of a transfer that breaks off,
 * nothing is executed. It writes no file and leaves no process behind.
 * @throws Error for a marker that is not hex or a name that is not a plain word: both stand unquoted
 */
export function composeScript(marker: string, fragments: Fragment[]): string {
  if (!/^[0-9a-f]{32,}$/.test(marker)) throw new Error('the marker must be 32 hex digits or more');
  return `{\n${PRELUDE}m=${marker}\n${fragments.map(section).join('')}exit 0\n}\n`;
}

function section({ name, sh, deadline_s }: Fragment): string {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) throw new Error(`section name ${JSON.stringify(name)} is not a word`);
  return `begin ${name}
sleep ${Math.max(1, Math.ceil(deadline_s))} >&2 & t=$!
(
(
${sh}
) </dev/null
s=$?
kill -9 $t
exit $s
) & f=$!
finish ${name}
`;
}

// - The timer is a bare `sleep`, since macOS has no `timeout`. The shell waits for the timer, and a subshell around
//   the fragment kills it, however the fragment ended; a timer that ends by itself therefore means that the deadline
//   passed. Nobody waits for a fragment that missed it: its children may be beyond any signal (a dead NFS server,
//   another user's process).
// - A tree is stopped from the top before it is killed, so that it cannot fork past us meanwhile. Without job
//   control (no terminal) there is no process group to kill, and macOS has no `setsid`.
// - On Linux the table comes from /proc by shell alone: `ps` may be the very thing that hangs.
// - What the environment may hold against us is undone: options from SHELLOPTS, a `cd` that prints, ps's formats.
const PRELUDE = `exec 2>/dev/null
set +aCefuvx
PATH=\${PATH:-/usr/bin:/bin}:/usr/sbin:/sbin:/usr/local/bin:/opt/homebrew/bin
LC_ALL=C
export PATH LC_ALL
unset CDPATH COLUMNS GREP_OPTIONS PS_FORMAT PS_PERSONALITY
cd /
begin() {
  echo "
$m begin $1" || exit 1
}
finish() {
  if wait $t; then
    end_tree $f
    s=deadline
  else
    wait $f
    s=$?
  fi
  echo "
$m end $1 $s" || exit 1
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
      line=\${line##*) } pid=\${stat#/proc/}
      line=\${line#* }
      parents "$1" \${pid%/stat} \${line%% *}
    done
  else
    ps -A -o pid= -o ppid= | while read -r pid ppid; do parents "$1" $pid $ppid; done
  fi
}
`;
