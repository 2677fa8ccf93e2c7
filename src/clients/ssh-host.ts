/** A host to connect to, through `jump` where there is one. */
export type SshHost = { host: string; port: number; user: string; jump: SshHost | null };

/** `10.0.0.5:22`, and what it is reached through. */
export function placeOf({ host, port, jump }: SshHost): string {
  const address = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  return jump === null ? address : `${address} (through ${placeOf(jump)})`;
}
