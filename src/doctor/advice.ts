import { redact } from '../text/redact.ts';
import { withoutUnprintable } from '../text/unprintable.ts';

/** With a capital letter and a full stop. */
export function sentence(text: string): string {
  const whole = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.?!)]$/.test(whole) ? whole : `${whole}.`;
}

/** On one line, without secrets and texts that look like one. */
export function shown(text: string, secrets: readonly string[]): string {
  let safe = text;
  for (const secret of secrets) safe = safe.replaceAll(secret, '[redacted]');
  return withoutUnprintable(redact(safe), ' ').slice(0, 800);
}

/** `2026-03-29 18:00 UTC` */
export function minute(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
