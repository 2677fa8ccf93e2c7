const MARK = '/var/tmp/driftwatch-ran-';

/** The folder whose existence means that an approval ran on a machine. */
export function markFolder(approval: string): string {
  return `${MARK}${approval}`;
}

/**
 * sh that leaves a mark on the machine for each approval that runs there. Restoring the bot's state and journal from a
 * backup does not remove it.
 *
 *     == mark     `ready` if the login can leave one
 *
 * `leave_mark` makes the mark, and fails if anything of that name exists: mkdir follows no link. It is an empty folder in
 * /var/tmp, which only its owner and root may remove; marks older than 30 days are removed.
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
