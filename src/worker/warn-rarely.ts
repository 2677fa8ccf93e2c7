type Warn = (fields: object, text: string) => void;

/** ms */
const EVERY_MS = 60_000;
/** texts that are told apart at most */
const TEXTS = 100;

/**
 * Logs a text at once, and again after a minute at the earliest, then with how often it would have been: who puts junk
 * into the queue does not fill the disk. @param now ms
 */
export function warnRarely(warn: Warn, now: () => number): Warn {
  const known = new Map<string, { at: number; held: number }>();
  return (fields, text) => {
    const last = known.get(text);
    if (last && now() - last.at < EVERY_MS) {
      last.held += 1;
      return;
    }
    if (known.size >= TEXTS) known.clear();
    known.set(text, { at: now(), held: 0 });
    warn(last && last.held > 0 ? { ...fields, times_more: last.held } : fields, text);
  };
}
