/**
 * Prints who listens on which TCP address, under a line `from <tool>` for the tables that follow:
 *
 * - Linux: `ss` (iproute2), else `netstat` (net-tools, busybox; without `-p` or `-W` where it refuses them), else
 *   the kernel's own table (proc(5)), which names no process.
 * - Elsewhere BSD's `netstat` has every listener and no process, and `lsof` only the processes of the SSH user unless
 *   that is root: the one is needed for its rows, the other for its names. `lsof` ends with 1 where it finds nothing.
 *
 * Without root all of them leave out the processes of other users.
 */
export const LISTENER_TABLES = `if [ -r /proc/net/tcp ]; then
  if listed=$(ss -ltnp); then
    echo 'from ss'
    printf '%s\\n' "$listed"
  elif netstat -ltn >/dev/null; then
    echo 'from netstat'
    netstat -ltnpW || netstat -ltnp || netstat -ltn
  else
    echo 'from proc'
    cat /proc/net/tcp
    [ ! -r /proc/net/tcp6 ] || cat /proc/net/tcp6
  fi
else
  echo 'from lsof'
  lsof -nP -iTCP -sTCP:LISTEN -Fpcn
  echo 'from bsd'
  netstat -anW -p tcp || netstat -an -p tcp
fi`;
