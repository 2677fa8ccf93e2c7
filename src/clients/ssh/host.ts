import { inUrl } from '../../text/host.ts';
/** A host to connect to, through `jump` if there is one. Optional fields come from ssh_config(5). */
export type SshHost = {
  host: string;
  port: number;
  user: string;
  jump: SshHost | null;
  /** private keys that are tried first */
  keys?: string[];
  /** known_hosts has its key under this name */
  hostKeyAlias?: string;
  /** why ssh_config prevents the connection */
  problem?: string;
  /** parts of ssh_config that could not be read */
  warnings?: string[];
};

/** The name and port under which known_hosts has its key: an alias has no port (ssh_config(5), HostKeyAlias). */
export function pinnedAs({ host, port, hostKeyAlias }: SshHost): { host: string; port: number } {
  return hostKeyAlias === undefined ? { host, port } : { host: hostKeyAlias, port: 22 };
}

/** `10.0.0.5:22`, and what it is reached through. */
export function placeOf({ host, port, jump }: SshHost): string {
  const address = `${inUrl(host)}:${port}`;
  return jump === null ? address : `${address} (through ${placeOf(jump)})`;
}
