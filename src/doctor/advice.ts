import { redact } from '../text/redact.ts';
import { withoutUnprintable } from '../text/unprintable.ts';

/** A sentence of a client or a probe, `what is wrong: what to do`, in its two parts. A bracket belongs to its part. */
export function inTwo(text: string, otherwise: string): { detail: string; cure: string } {
  let depth = 0;
  for (let at = 0; at < text.length - 2; at += 1) {
    const character = text[at];
    if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    else if (character === ':' && text[at + 1] === ' ' && depth <= 0)
      return { detail: text.slice(0, at), cure: sentence(text.slice(at + 2)) };
  }
  return { detail: text, cure: otherwise };
}

/** With a capital letter and a full stop. */
function sentence(text: string): string {
  const whole = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.?!)]$/.test(whole) ? whole : `${whole}.`;
}

/** On one line, without what looks like a secret or is one. */
export function shown(text: string, secrets: readonly string[]): string {
  let safe = text;
  for (const secret of secrets) safe = safe.replaceAll(secret, '[redacted]');
  return withoutUnprintable(redact(safe), ' ').slice(0, 800);
}

/** `2026-03-29 18:00 UTC` */
export function minute(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
