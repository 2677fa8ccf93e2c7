/** What the machine calls itself, what it is, and who we are on it. */
export const MACHINE_FACTS = `echo "name $(uname -n)"
echo "system $(uname -s)"
echo "user $(id -un)"`;

/**
 * Where each process stands, and of which unit it is:
 *
 *     cwd <pid> <path>
 *     unit <pid> <unit>
 *
 * On Linux by one call each (proc(5): `cwd`, `cgroup`), elsewhere by lsof(8). What another user's process does stays
 * hidden without root. A row of `ls` has no slash before the path that was asked for, hence `[^/]*`.
 */
export const PLACES = `if [ -d /proc/self ]; then
  ls -l /proc/[0-9]*/cwd | sed -n 's|^[^/]* /proc/\\([0-9]*\\)/cwd -> /|cwd \\1 /|p'
  grep -H . /proc/[0-9]*/cgroup |
    sed -n 's|^/proc/\\([0-9]*\\)/cgroup:.*/\\([^/]*\\.service\\)$|unit \\1 \\2|p' | sort -u
else
  lsof -n -P -a -d cwd -Fpn | {
    while IFS= read -r line; do
      case $line in
        p*) pid=\${line#p} ;;
        n/*) printf 'cwd %s %s\\n' "$pid" "\${line#n}" ;;
      esac
    done
  }
fi
exit 0`;
