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

/** Where processes stand, and of which unit they are; those of others are missing without root. */
export type Standing = { folders: Map<number, string>; units: Map<number, string> };

export function parseStanding(output: string): Standing {
  const folders = new Map<number, string>();
  const units = new Map<number, string>();
  for (const line of output.split('\n')) {
    const [, word, pid, text = ''] = /^(cwd|unit) (\d{1,10}) (.+)$/.exec(line) ?? [];
    if (word === 'cwd') folders.set(Number(pid), text.replace(/ \(deleted\)$/, ''));
    if (word === 'unit') units.set(Number(pid), text);
  }
  return { folders, units };
}
