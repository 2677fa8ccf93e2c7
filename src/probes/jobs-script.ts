import { quote } from './quote.ts';

/**
 * POSIX sh that asks the machine's job manager for these jobs, in blocks
 *
 *     % launchd list | % launchd print <index of the label> <domain> | % systemd system | % systemd user
 *     … what the program says …
 *     %= <exit status>
 *
 * `% launchd none` and `% systemd none` stand for a manager that the machine does not have, `% systemd no-user` for an
 * account without a manager of its own.
 */
export function jobsScript(labels: string[], units: string[]): string {
  return [
    labels.length === 0 ? '' : LAUNCHD.replace('LABELS', () => labels.map(quote).join(' ')),
    units.length === 0 ? '' : SYSTEMD.replace('UNITS', () => units.map(quote).join(' ')),
  ].join('');
}

// - `launchctl list` knows the jobs of the domain that it runs in, which over SSH is not the desktop's: each job is
//   asked for by name too, until a domain has it: the desktop's, the user's, the system's, then those of others who
//   have processes (501 is macOS's first account). "Anyone may read" holds for the system's (launchctl(1)).
// - Of what `print` says only these lines come back: its environment may hold secrets. Deeper lines, such as a
//   coalition's state, are not the job's.
const LAUNCHD = `if command -v launchctl >/dev/null; then
  echo '% launchd list'
  launchctl list 2>&1
  echo "%= $?"
  uid=$(id -u) domains=
  for other in $(ps -A -o uid= | sort -un); do
    [ "$other" -lt 500 ] || [ "$other" = "$uid" ] || domains="$domains gui/$other"
  done
  index=0
  for label in LABELS; do
    for domain in gui/$uid user/$uid system $domains; do
      echo "% launchd print $index $domain"
      said=$(launchctl print "$domain/$label" 2>&1)
      status=$?
      printf '%s\\n' "$said" |
        grep -E '^([[:space:]](state|pid|last exit code|last terminating signal|last exit reason) = |[^[:space:]%])'
      echo "%= $status"
      [ $status != 0 ] || break
    done
    index=$((index + 1))
  done
else
  echo '% launchd none'
fi
`;

// - Without a pager and colours, whatever the account's environment says. Properties are one a line, a unit a block.
// - A login that did not come through PAM has no XDG_RUNTIME_DIR; without the folder there is no manager of the
//   user's, in which nothing can be loaded (user@.service(5)).
// - The processes of a unit stand in its control group: a main process that has forked away is still the unit's.
const SYSTEMD = `if command -v systemctl >/dev/null; then
  SYSTEMD_COLORS=0 SYSTEMD_PAGER= XDG_RUNTIME_DIR=\${XDG_RUNTIME_DIR:-/run/user/$(id -u)}
  export SYSTEMD_COLORS SYSTEMD_PAGER XDG_RUNTIME_DIR
  show() {
    echo "% systemd $1"
    said=$(systemctl "--$1" --no-pager show --property=Id,Names,LoadState,ActiveState,SubState,MainPID,ExecMainCode,ExecMainStatus,Result,NRestarts,ControlGroup -- UNITS 2>&1)
    status=$?
    printf '%s\\n' "$said"
    printf '%s\\n' "$said" | sed -n 's/^ControlGroup=\\(\\/.*[^/]\\)$/\\1/p' | while IFS= read -r group; do
      for folder in "/sys/fs/cgroup$group" "/sys/fs/cgroup/systemd$group"; do
        printf '\\nPids=%s\\nOf=%s\\n' "$(echo $(cat "$folder/cgroup.procs" "$folder"/*/cgroup.procs))" "$group"
      done
    done
    echo "%= $status"
  }
  show system
  if [ -d "$XDG_RUNTIME_DIR/systemd" ]; then show user; else echo '% systemd no-user'; fi
else
  echo '% systemd none'
fi
`;
