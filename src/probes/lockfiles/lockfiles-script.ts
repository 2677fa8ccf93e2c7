import { quote } from '../../text/quote.ts';

/** Larger files are not lockfiles. */
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
  return `${READ_LOCK}${READ_ALL}locks ${paths.map(quote).join(' ')}\n`;
}

// - Only a regular file is opened: a FIFO would hang until somebody writes to it.
// - A file that is not there and one that may not be seen are distinguished by the nearest existing folder above.
// - Line breaks become \\002, bytes beyond ASCII `?`, and any other byte that is not printable \\001, so that the answer
//   is one line and rubbish is still known as such.
// - `date -r FILE` is GNU's, busybox's and BSD's; `stat` is for a macOS whose `date -r` takes seconds only.
// - macOS's sh is bash 3.2, where no pattern of `case` matches while IFS holds its characters: a text is split first.
// - A process that began after the process table was read is looked up here, so that it is not taken for dead. On
//   Linux a thread's number has a folder in /proc too.
const READ_LOCK = `alive() {
  if [ -r /proc/self/stat ]; then
    for number in $numbers; do
      [ -r "/proc/$number/status" ] || continue
      while read -r key value; do
        case $key in Tgid:) break ;; esac
      done <"/proc/$number/status"
      [ "$key $value" != "Tgid: $number" ] || pids="$pids,$number"
    done
  elif [ -n "$numbers" ]; then
    for number in $(ps -o pid= -p "$(echo $numbers | tr ' ' ,)"); do pids="$pids,$number"; done
  fi
}
oneline() {
  tr '\\t\\r\\n' ' \\002\\002' | tr '\\200-\\377' '?' | tr -c '\\002 -~' '\\001'
}
IFS_DIGITS='${notDigits()}'
living() {
  numbers= pids= left=24
  IFS=$IFS_DIGITS
  set -- $1
  unset IFS
  for number do
    while case $number in 0*) ;; *) false ;; esac; do number=\${number#0}; done
    case $number in '' | ????????* | *[!0-9]*) continue ;; esac
    [ $left -gt 0 ] || break
    left=$((left - 1))
    numbers="$numbers $number"
  done
  alive
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
    held "$@"
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
held() {
  living "$text"
  if [ -e "$2" ]; then
    printf '%s file %s %s %s %s\\n' "$1" "$since" "$now" "\${pids:--}" "$text"
  else
    echo "$1 missing"
  fi
}
`;

// The usual lock is read by the shell alone: small, printable, and with no byte that `read` would drop (a NUL), which its
// length shows. One `stat` tells the times of all; what it leaves out, and whatever is not usual, is checked by itself.
const READ_ALL = `break='\u0002' odd='*[!\u0002 -~]*'
usual() {
  since=\${row%% *}
  size=\${row#* }
  size=\${size%% *}
  [ "$row" = "$since $size $1" ] || return
  row=
  case $since$size in *[!0-9]*) return 1 ;; esac
  [ "$size" -gt 0 ] && [ "$size" -le ${LARGEST_LOCK} ] && [ -f "$1" ] && [ -r "$1" ] || return
  text= line=
  while IFS= read -r line; do text=$text$line$break; done <"$1"
  text=$text$line
  case $text in $odd) return 1 ;; esac
  [ \${#text} = "$size" ]
}
stats() {
  if [ -r /proc/self/stat ]; then stat -L -c '%Y %s %n' -- "$@"; else stat -L -f '%m %z %N' -- "$@"; fi
}
locks() {
  if [ -r /proc/sys/kernel/hostname ]; then read -r host </proc/sys/kernel/hostname; else host=$(uname -n); fi
  echo "host $host"
  stats "$@" | {
    row= index=0 first=
    for path do
      [ -n "$row" ] || IFS= read -r row
      [ -n "$first" ] || first=$(date +%s)
      now=$first
      if usual "$path"; then held $index "$path"; else lock $index "$path"; fi
      index=$((index + 1))
    done
  }
}
`;

/** All that is printable and no digit, for IFS, as written between single quotes. */
function notDigits(): string {
  const codes = Array.from({ length: 95 }, (_, at) => String.fromCodePoint(at + 32));
  return `\u0002${codes
    .filter((each) => !/\d/.test(each))
    .join('')
    .replace("'", String.raw`'\''`)}`;
}
