// sshd's two processes for a connection: `sshd: knox@notty` and `sshd: knox [priv]` (`sshd-session:` since OpenSSH 9.8).
const SESSION = /^sshd(-session)?: (?!.*\[listener\])/;
/** the login shell around our command */
const LOGIN_SHELL = / -c (exec )?sh -s$/;

type Row = { pid: number; ppid: number; command: string };

/** The pids of our own session: `shell`, everything below it, and what sshd started for the connection. */
export function ownPids(table: ReadonlyMap<number, Row>, shell: number): number[] {
  const below = new Map<number, number[]>();
  for (const { pid, ppid } of table.values()) {
    const siblings = below.get(ppid);
    if (siblings) siblings.push(pid);
    else below.set(ppid, [pid]);
  }
  const own = new Set([sessionRoot(table, shell)]);
  for (const pid of own) for (const child of below.get(pid) ?? []) own.add(child);
  return [...own];
}

function sessionRoot(table: ReadonlyMap<number, Row>, shell: number): number {
  const passed = new Set([shell]);
  let root = shell;
  for (;;) {
    const parent = table.get(table.get(root)?.ppid ?? 0);
    if (!parent || passed.has(parent.pid)) return root;
    if (!LOGIN_SHELL.test(parent.command) && !SESSION.test(parent.command)) return root;
    passed.add(parent.pid);
    root = parent.pid;
  }
}
