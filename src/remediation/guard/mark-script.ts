const MARK = '/var/tmp/driftwatch-ran-';

/** The folder that says that an approval was run on a machine. */
export function markFolder(approval: string): string {
  return `${MARK}${approval}`;
}

/**
 * sh that leaves a mark on the machine for each approval that is run there: a witness that no backup of the bot takes
 * back, with its state and its journal together.
 *
 *     == mark     `ready` where the login can leave one
 *
 * `leave_mark` makes the mark, and fails where it is there already, whoever made it and whatever it is: mkdir follows no
 * link. It is an empty folder in /var/tmp, which nobody but its owner and root may remove; marks older than 30 days go.
 */
export const markScript = `may_mark() {
  echo '== mark'
  [ -d /var/tmp ] && [ -w /var/tmp ] && [ -x /var/tmp ] && echo ready
}
leave_mark() {
  once=$(given_as once)
  case $once in '' | *[!0-9A-Za-z-]*) echo 'driftwatch unmarked' && return 1 ;; esac
  find /var/tmp/. ! -name . -prune -type d -name 'driftwatch-ran-*' -user "$(id -u)" -mtime +30 -exec rmdir '{}' ';' >/dev/null 2>&1
  mkdir "${MARK}$once" 2>/dev/null && return
  if [ -e "${MARK}$once" ] || [ -L "${MARK}$once" ]; then
    echo 'driftwatch ran before'
  else
    echo 'driftwatch unmarked'
  fi
  return 1
}
`;
