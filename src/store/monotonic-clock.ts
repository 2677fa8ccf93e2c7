import { uptime } from 'node:os';

// Both only ever go forward. performance.now() is fine-grained, and pauses on Linux while the machine sleeps;
// the uptime goes on then, and may come in whole seconds.
let sleptMs = uptime() * 1000 - performance.now();

/** Milliseconds since some moment, by a clock that is never set and keeps running while the machine sleeps. */
export function monotonicClock(): number {
  const now = performance.now();
  const apart = uptime() * 1000 - now;
  if (apart > sleptMs + 2000) sleptMs = apart;
  return now + sleptMs;
}
