import { IDENTITY_LISTING } from '../machine/machine-identity.ts';

/**
 * Prints the pid of the script's own shell, then every process, one a line:
 *
 *     shell 4242
 *     machine <what> <text>, see machine-identity.ts
 *     clock <seconds since the epoch, when the rows had been read>
 *     from ps | from proc
 *     <pid> <ppid> <state> <elapsed> <user> <command line>
 *     zombies <pid> …
 *
 * - Linux: `user:32` is procps's, and the only way to keep it from printing `knox-tr+` or a number for a long name.
 *   BSD's \`ps\` knows no widths, and makes the column as wide as it must be.
 * - Elsewhere LC_ALL=C, but here names are wanted as they are: in the C locale procps prints `?` for each byte of
 *   an umlaut. macOS has no C.UTF-8, and reads UTF-8 from LC_CTYPE alone. OSTYPE is set by its shell.
 * - busybox's \`ps\` refuses these options. /proc then gives the same rows (proc(5)), elapsed in seconds, and the
 *   user as a number behind the names of /etc/passwd. The loop is plain shell with one \`tr\` for each command line,
 *   since busybox's awk ends a string at the first NUL; kernel threads and zombies have no memory, hence none.
 * - A process that has just ended is a zombie until its parent looks: machines are full of those, and waiting for each
 *   would hold up most audits. Only one that began over 5 s ago is checked again, a moment later, and only that one:
 *   a walk through /proc costs more than `ps`, since a shell reads byte by byte. Those still dead are named as
 *   zombies. POSIX's `sleep` knows no fractions, those of GNU, busybox and BSD do.
 * - A line break in a command line or a name must not start a row: \`ps\` replaces it, and so does the loop.
 */
export const PROCESS_LISTING = `echo "shell $$"
${IDENTITY_LISTING}
listed() {
  case \${OSTYPE-} in
    darwin*) unset LC_ALL; LC_CTYPE=UTF-8; export LC_CTYPE ;;
    *) LC_ALL=C.UTF-8 ;;
  esac
  if [ -r /proc/self/stat ]; then
    exec ps -A -ww -o pid= -o ppid= -o state= -o etime= -o user:32= -o command=
  else
    exec ps -A -ww -o pid= -o ppid= -o state= -o etime= -o user= -o command=
  fi
}
walked() {
  read -r up idle </proc/uptime || return 1
  while IFS=: read -r user x uid rest; do echo "user $uid $user"; done </etc/passwd
  for dir in /proc/[0-9]*; do
    stat=
    while IFS= read -r line; do stat="$stat$line?"; done <$dir/stat
    comm=\${stat#*\\(} uid='?'
    comm=\${comm%\\)*}
    set -- \${stat##*\\) }
    [ $# -ge 21 ] || continue
    while read -r key real effective rest; do
      case $key in Uid:) uid=$effective; break ;; esac
    done <$dir/status
    row="\${dir#/proc/} $2 $1 $((\${up%%.*} - \${20} / 100)) $uid"
    line=
    [ "\${21}" = 0 ] || line=$(tr '\\000-\\037\\177' ' ?' <$dir/cmdline)
    printf '%s %s\\n' "$row" "\${line:-[$comm]}"
  done
}
settled() {
  set -f
  IFS='
'
  for row in $rows; do
    case $row in *' Z'*) ;; *) continue ;; esac
    IFS=' '
    set -- $row
    case $3,$4 in Z*,[0-4] | Z*,00:0[0-4]) continue ;; Z*) ;; *) continue ;; esac
    case $1 in *[!0-9]*) ;; *) echo $1 ;; esac
  done
}
still() {
  for pid in $dead; do
    state=
    if [ -r /proc/self/stat ]; then
      while IFS= read -r line; do state=\${line##*\\) }; done </proc/$pid/stat
    else
      state=$(ps -o state= -p $pid)
    fi
    case $state in Z*) echo $pid ;; esac
  done
}
rows=$(listed) && from=ps || { rows=$(walked) && from=proc; } || exit
printf 'clock %s\\nfrom %s\\n%s\\n' "$(date +%s)" $from "$rows"
dead=
case $rows in *' Z'*) dead=$(settled) ;; esac
[ -z "$dead" ] || { sleep 0.3 || sleep 1; echo zombies $(still); }`;
