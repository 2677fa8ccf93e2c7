import { epochMs } from '../../src/time/instant.ts';

/** `<t:…:R>`: Discord shows it as "2 hours ago" in the reader's own time. @param at an ISO instant */
export function relative(at: string): string {
  return `<t:${Math.floor(epochMs(at) / 1000)}:R>`;
}

/** `<t:…:f>`: date and time on the reader's own clock. @param at an ISO instant */
export function absolute(at: string): string {
  return relative(at).replace(/R>$/, 'f>');
}

/** `<t:…:t>`: hour and minute on the reader's own clock. @param at an ISO instant */
export function dayTime(at: string): string {
  return relative(at).replace(/R>$/, 't>');
}

/** `<t:…:T>`: the time of day, to the second, on the reader's own clock. @param at an ISO instant */
export function clock(at: string): string {
  return relative(at).replace(/R>$/, 'T>');
}
