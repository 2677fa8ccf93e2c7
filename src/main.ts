import { runCommandLine } from './cli/program.ts';
import { keepHeapSmall } from './cli/small-heap.ts';
import { write } from './verbs/write.ts';

// A verb loads what it needs when it is called, so that `--help` loads nothing.

// A closed pipe (`| head`) is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 70));
process.exitCode = await runCommandLine({
  async bot() {
    keepHeapSmall([...process.execArgv, process.env['NODE_OPTIONS'] ?? '']);
    return await (await import('./verbs/bot.ts')).bot();
  },
  audit: async (only, options) => await (await import('./verbs/audit.ts')).audit(only, options),
  check: async (options) => await (await import('./verbs/check.ts')).check(options),
  doctor: async (options) => await (await import('./verbs/doctor.ts')).doctor(options),
  discover: async (address, options) =>
    await (await import('./verbs/discover.ts')).discover(address, options),
  schema: async () => (await import('./cli/schema.ts')).runSchema(write),
  guard: async () => (await import('./cli/guard.ts')).runGuard(write),
  journal: async (what, options) => await (await import('./verbs/journal.ts')).journal(what, options),
  demo: async (options) => await (await import('./verbs/demo.ts')).demo(options),
  init: async (options) => await (await import('./verbs/init.ts')).init(options),
  service: async (what, options) => await (await import('./verbs/service.ts')).service(what, options),
  async completion(shell, program) {
    write((await import('./cli/completion.ts')).completionFor(shell, program));
    return 0;
  },
  drill: async () => await (await import('./verbs/drill.ts')).drill(),
  worker: async (options) => await (await import('./verbs/worker.ts')).worker(options),
  version: async () => await (await import('./verbs/version.ts')).version(),
});
