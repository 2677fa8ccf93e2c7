import { monitorEventLoopDelay } from 'node:perf_hooks';

// Loaded into the bot before its own code (`node --import`), so that the program that is measured is the real one.
// Each message asks for what has been measured since the last one (measured.ts). Plain JavaScript: what strips types is large,
// and would count as the program's.

const RESOLUTION_MS = 10;
const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delays.enable();
let cpu = process.cpuUsage();
let longestWork = 0;
let last = threadMs();
setInterval(() => {
  const now = threadMs();
  longestWork = Math.max(longestWork, now - last);
  last = now;
}, RESOLUTION_MS / 2).unref();

process.on('message', () => {
  const used = process.cpuUsage(cpu);
  // The monitor's own timer is due every 10 ms: what it counts beyond them is the delay.
  /** @param {number} nanoseconds */
  const blocked = (nanoseconds) => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);
  process.send?.({
    longest: blocked(delays.max),
    p99: blocked(delays.percentile(99)),
    work: longestWork,
    rss: process.memoryUsage.rss() / 2 ** 20,
    peak: process.resourceUsage().maxRSS / 1024,
    cpu: (used.user + used.system) / 1e6,
  });
  delays.reset();
  longestWork = 0;
  cpu = process.cpuUsage();
});
process.channel?.unref();

function threadMs() {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
