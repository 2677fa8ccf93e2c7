/**
 * Asks launchd and systemd for what they run, in the blocks of probes/jobs-script.ts:
 *
 *     % systemd system | % systemd user        properties of every service unit, a block each
 *     % launchd <domain> <path of a plist>     `label`, `folder` and what launchctl print says about state and pid
 *     %= <exit status>
 *
 * - systemd: the units that have a file, and those that are loaded; templates are no units.
 * - launchd: a job is its plist. Those of /System are Apple's. Of a plist only its label and folder are read: its
 *   environment may hold secrets. `plutil -extract KEY xml1` works on every macOS since 10.8.
 */
export const JOB_FACTS = `if command -v systemctl >/dev/null; then
  SYSTEMD_COLORS=0 SYSTEMD_PAGER= XDG_RUNTIME_DIR=\${XDG_RUNTIME_DIR:-/run/user/$(id -u)}
  export SYSTEMD_COLORS SYSTEMD_PAGER XDG_RUNTIME_DIR
  names() {
    {
      systemctl "--$1" --no-pager --no-legend --plain --full --type=service list-unit-files
      systemctl "--$1" --no-pager --no-legend --plain --full --type=service --all list-units
    } | while read -r name rest; do
      case $name in *@.service | -*) ;; *.service) printf '%s\\n' "$name" ;; esac
    done | sort -u | head -n 1500
  }
  show() {
    echo "% systemd $1"
    (set -f; systemctl "--$1" --no-pager show --property=Id,LoadState,ActiveState,SubState,UnitFileState,FragmentPath,MainPID,WorkingDirectory,ExecStart,Transient,Type,TriggeredBy -- $(names $1) 2>&1)
    echo "%= $?"
  }
  show system
  if [ -d "$XDG_RUNTIME_DIR/systemd" ]; then show user; fi
fi
if command -v launchctl >/dev/null; then
  value() {
    plutil -extract "$1" xml1 -o - "$2" | sed -n 's|.*<string>\\(.*\\)</string>.*|\\1|p' | head -n 1
  }
  uid=$(id -u)
  for plist in "$HOME"/Library/LaunchAgents/*.plist /Library/LaunchAgents/*.plist /Library/LaunchDaemons/*.plist; do
    [ -f "$plist" ] || continue
    case $plist in /Library/LaunchDaemons/*) domain=system ;; *) domain=gui/$uid ;; esac
    echo "% launchd $domain $plist"
    label=$(value Label "$plist")
    printf 'label %s\\nfolder %s\\n' "$label" "$(value WorkingDirectory "$plist")"
    launchctl print "$domain/$label" 2>&1 | sed -n 's/^[[:space:]]\\(state\\|pid\\) = /\\1 /p'
    launchctl list | awk -v label="$label" '$3 == label { print "pid", $1; print "listed" }'
    echo "%= 0"
  done
fi
exit 0`;
