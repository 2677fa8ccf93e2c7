/** A machine's own identity. Untrusted texts, which are only compared. Null if it does not say. */
export type MachineIdentity = {
  /** given to the system when it was set up: machine-id(5), macOS's hardware UUID. Clones share it */
  id: string | null;
  /** given to each start of the kernel: random(4) boot_id. Containers share it with their host */
  boot: string | null;
  /** the host name, uname -n */
  node: string | null;
  /** the namespace that its pids are counted in, pid_namespaces(7) */
  pids: string | null;
};
