import { quote } from '../../text/quote.ts';
import { systemdScript } from './systemd-script.ts';

/**
 * POSIX sh that asks the machine's job manager for these jobs, in blocks
 *
 *     % launchd list | % launchd print <index of the label> <domain>
 *     … what launchctl says …
 *     %= <exit status>
 *
 * and those of systemd-script.ts. `% launchd none` means a machine without launchctl.
 */
export function jobsScript(labels: string[], units: string[]): string {
  return [
    labels.length === 0 ? '' : LAUNCHD.replace('LABELS', () => labels.map(quote).join(' ')),
    units.length === 0 ? '' : systemdScript(units),
  ].join('');
}

// - `launchctl list` knows the jobs of the domain that it runs in, which over SSH is not the desktop's: each job is
//   queried by name too, until a domain has it: the desktop's, the user's, the system's, then those of others who
//   have processes (501 is macOS's first account). "Anyone may read" holds for the system's (launchctl(1)).
// - Of what `print` says only these lines come back: its environment may hold secrets. Deeper lines, such as a
//   coalition's state, are not the job's: but what KeepAlive waits for ("semaphores"), what starts the job by a
//   schedule, and older systems' properties are one level down.
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
        grep -E -e '^[[:space:]](state|job state|pid|runs|run interval|properties|last exit code|last terminating signal|last exit reason) = ' \\
          -e '^[[:space:]]+(successful exit|after crash) => [01]$' -e '^[[:space:]][[:space:]]keepalive = 1$' \\
          -e 'stream = com.apple.launchd.calendarinterval$' -e '^[^[:space:]%]'
      echo "%= $status"
      [ $status != 0 ] || break
    done
    index=$((index + 1))
  done
else
  echo '% launchd none'
fi
`;
