export type MachineFacts = {
  /** what the machine calls itself, without its domain */
  name: string | null;
  /** `Linux`, `Darwin` … */
  system: string | null;
  user: string | null;
};

export function parseMachine(output: string): MachineFacts {
  const at = (word: string) => new RegExp(`^${word} (\\S+)$`, 'm').exec(output)?.[1] ?? null;
  return { name: at('name')?.split('.')[0] || null, system: at('system'), user: at('user') };
}
