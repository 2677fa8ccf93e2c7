import { quote } from '../../text/quote.ts';

/** The properties read of each unit; systemd leaves out those that it does not know. */
const properties =
  'Id Names LoadState LoadError ActiveState SubState Type Restart RestartUSec RemainAfterExit Triggers ' +
  'TriggeredBy WantedBy RequiredBy BoundBy UpheldBy OnFailureOf OnSuccessOf BusName TimersMonotonic MainPID ' +
  'ExecMainCode ExecMainStatus ExecMainStartTimestamp StateChangeTimestamp Result NRestarts ControlGroup ' +
  'NeedDaemonReload ConditionResult ConditionTimestamp AssertResult AssertTimestamp UnitFileState ' +
  'FragmentPath';

/**
 * POSIX sh that asks systemd for these units, in blocks of `systemctl show`'s lines, a unit a group:
 *
 *     % systemd system | % systemd user
 *     Id=… the units, and what they trigger or are triggered by
 *     BusStarts=<unit that the message bus starts>
 *     /sys/fs/cgroup…/cgroup.procs:<pid of a unit>
 *     Now=<seconds since the epoch>
 *     %= <exit status>
 *
 * `% systemd none <init>` means a machine without systemctl, `% systemd no-user` an account without a manager
 * of its own.
 */
export function systemdScript(units: string[]): string {
  return SYSTEMD.replaceAll('UNITS', () => units.map(quote).join(' ')).replace('PROPERTIES', () =>
    properties.split(' ').join(','),
  );
}

// - Without a pager and colours, whatever the account's environment says; times in UTC, whose name all can read.
// - A name that systemctl refuses ends its answer: then the units are queried one by one.
// - A login that did not come through PAM has no XDG_RUNTIME_DIR; without the folder there is no manager of the
//   user's, in which nothing can be loaded (user@.service(5)).
// - The processes of a unit are in its control group: a main process that has forked away is still the unit's. With
//   version 1 of control groups, systemd's own tree has them; one find and one grep read those of all units.
const SYSTEMD = `if command -v systemctl >/dev/null; then
  SYSTEMD_COLORS=0 SYSTEMD_PAGER= TZ=UTC XDG_RUNTIME_DIR=\${XDG_RUNTIME_DIR:-/run/user/$(id -u)}
  export SYSTEMD_COLORS SYSTEMD_PAGER TZ XDG_RUNTIME_DIR
  show() {
    manager=$1
    shift
    systemctl "--$manager" --no-pager show --property=PROPERTIES -- "$@" 2>&1
  }
  ask() {
    echo "% systemd $1"
    said=$(show "$1" UNITS)
    status=$?
    case "$status $said" in
      0\\ *) ;;
      *[Uu]nit\\ name*)
        said=$(for unit in UNITS; do show "$1" "$unit"; echo; done)
        status=0 ;;
    esac
    printf '%s\\n' "$said"
    set -f
    set -- "$1" $(printf '%s\\n' "$said" | sed -n -e 's/^Triggers=//p' -e 's/^TriggeredBy=//p')
    set +f
    [ $# = 1 ] || { echo; show "$@"; }
    case $said in
      *BusName=[a-zA-Z_]*)
        echo
        [ "$1" = system ] && buses=system-services || buses=services
        sed -n 's/^SystemdService=/BusStarts=/p' /usr/share/dbus-1/$buses/*.service \\
          /usr/local/share/dbus-1/$buses/*.service /etc/dbus-1/$buses/*.service 2>/dev/null ;;
    esac
    set --
    while IFS= read -r group; do
      for root in /sys/fs/cgroup /sys/fs/cgroup/systemd; do
        [ ! -d "$root$group" ] || set -- "$@" "$root$group"
      done
    done <<GROUPS
$(printf '%s\\n' "$said" | sed -n 's/^ControlGroup=\\(\\/.*[^/]\\)$/\\1/p')
GROUPS
    [ $# = 0 ] || { echo; find "$@" -name cgroup.procs -exec grep . /dev/null {} + 2>/dev/null; }
    printf '\\nNow=%s\\n' "$(date +%s)"
    echo "%= $status"
  }
  ask system
  if [ -d "$XDG_RUNTIME_DIR/systemd" ]; then ask user; else echo '% systemd no-user'; fi
else
  init=
  for name in openrc runit s6 finit; do
    [ ! -d "/run/$name" ] || init=$name
  done
  echo "% systemd none $init"
fi
`;
