import type { MachineIdentity } from '../../facts/machine-identity.ts';

/**
 * Prints `machine <field> <text>` for each that is known. `read` costs no process; /etc/machine-id may lack its line
 * break. macOS and FreeBSD have the ids in sysctl(8), and print only those that exist.
 */
export const IDENTITY_LISTING = `said() { [ -z "$2" ] || echo "machine $1 $2"; }
first() {
  it=
  [ -r "$1" ] && read -r it <"$1"
  said "$2" "$it"
}
if [ -r /proc/sys/kernel/random/boot_id ]; then
  first /etc/machine-id id
  first /proc/sys/kernel/random/boot_id boot
  said pids "$(readlink /proc/self/ns/pid)"
  first /proc/sys/kernel/hostname node
else
  said id "$(sysctl -n kern.uuid || sysctl -n kern.hostuuid)"
  said boot "$(sysctl -n kern.bootsessionuuid)"
fi
[ -r /proc/sys/kernel/hostname ] || said node "$(uname -n)"`;

const LINE = /^machine (id|boot|node|pids) ([\x21-\x7e]{1,255})$/;
/** Placeholder ids of machines that were never set up, or were prepared for cloning. */
const nothing = /^(?:uninitialized|0[0-]*)$/;

/** Parses the lines of IDENTITY_LISTING; skips other lines. */
export function readIdentity(lines: readonly string[]): MachineIdentity {
  const identity: MachineIdentity = { id: null, boot: null, node: null, pids: null };
  for (const line of lines) {
    const [, field, text = ''] = LINE.exec(line) ?? [];
    if (field === 'node') identity.node ??= text;
    else if (field === 'id' || field === 'boot' || field === 'pids')
      identity[field] ??= nothing.test(text) ? null : text;
  }
  return identity;
}
