/** The file that a STATE_URL of sqlite:// names; null for a server. */
export function stateFile(stateUrl: string): string | null {
  return /^sqlite:\/\/(.+)$/.exec(stateUrl)?.[1] ?? null;
}
