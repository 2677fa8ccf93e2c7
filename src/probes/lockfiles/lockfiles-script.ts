import { quote } from '../../text/quote.ts';

/** Longer than any file that holds a pid and little else. */
export const LARGEST_LOCK = 1024;

/**
 * POSIX sh that prints what the machine calls itself, and a line for each file, in order:
 *
 *     host <name>
 *     <index> missing | denied | directory | special
 *     <index> file <modified> <now> <those of its first numbers that are pids of processes, by commas> <its text>
 *     <index> link <the same, of a symbolic link that leads to no file> <its target>
 *
 * Times are seconds since the epoch by the machine's own clock, `-` where it does not tell.
 */
export function lockfilesScript(paths: string[]): string {
  return `echo "host $(uname -n)"\n${READ_LOCK}${paths.map((path, index) => `lock ${index} ${quote(path)}\n`).join('')}`;
}

// - Only a regular file is opened: a FIFO would hang until somebody writes to it.
// - A file that is not there and one that may not be seen are told apart by the nearest folder above that is there.
// - Line breaks become \\002, bytes beyond ASCII `?`, and any other byte that is not printable \\001, so that the answer
//   is one line and rubbish is still known as such.
// - `date -r FILE` is GNU's, busybox's and BSD's; `stat` is for a macOS whose `date -r` takes seconds only.
// - A process that began after the process table was read is asked for here, so that it is not taken for dead. On
//   Linux a thread's number has a folder in /proc too.
const READ_LOCK = `alive() {
  if [ -r /proc/self/stat ]; then
    [ -e "/proc/$1/status" ] && [ "$(sed -n 's/^Tgid:[[:space:]]*//p' "/proc/$1/status")" = "$1" ]
  else
    [ -n "$(ps -o pid= -p "$1")" ]
  fi
}
oneline() {
  tr '\\t\\r\\n' ' \\002\\002' | tr '\\200-\\377' '?' | tr -c '\\002 -~' '\\001'
}
living() {
  pids= left=24
  for number in $(printf '%s' "$1" | tr -c '0-9' ' '); do
    while case $number in 0*) ;; *) false ;; esac; do number=\${number#0}; done
    case $number in '' | ????????*) continue ;; esac
    [ $left -gt 0 ] || break
    left=$((left - 1))
    if alive "$number"; then pids="$pids,$number"; fi
  done
}
lock() {
  if [ -L "$2" ] && ! [ -e "$2" ]; then
    text=$(readlink "$2" | oneline)
    since=$(stat -c %Y "$2") || since=$(stat -f %m "$2") || since=-
    now=$(date +%s)
    living "$text"
    printf '%s link %s %s %s %s\\n' "$1" "$since" "$now" "\${pids:--}" "$text"
  elif [ -d "$2" ]; then
    echo "$1 directory"
  elif [ -f "$2" ] && [ -r "$2" ]; then
    text=$(head -c ${LARGEST_LOCK + 1} "$2" | oneline)
    since=$(date -r "$2" +%s) || since=$(stat -f %m "$2") || since=-
    now=$(date +%s)
    living "$text"
    if [ -e "$2" ]; then
      printf '%s file %s %s %s %s\\n' "$1" "$since" "$now" "\${pids:--}" "$text"
    else
      echo "$1 missing"
    fi
  elif [ -f "$2" ]; then
    echo "$1 denied"
  elif [ -e "$2" ] || [ -L "$2" ]; then
    echo "$1 special"
  else
    above=$2
    while [ -n "$above" ] && ! [ -e "$above" ]; do above=\${above%/*}; done
    if [ -d "\${above:-/}" ] && ! [ -x "\${above:-/}" ]; then echo "$1 denied"; else echo "$1 missing"; fi
  fi
}
`;
