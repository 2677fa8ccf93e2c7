/** One TCP socket that listens. */
export type Listener = {
  /** in the URL standard's form without brackets; `*` for all addresses of IPv4 and IPv6, `0.0.0.0` and `::` for those of one */
  address: string;
  port: number;
  /** null if the SSH user may not see it: the process belongs to another user */
  pid: number | null;
  /** as the tool calls it: untrusted text */
  process: string | null;
};
