import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
/** Says on stdout which of two packages were loaded with a module. */
const loadedWith = (path: string) => `
  import { registerHooks } from 'node:module';
  const seen = new Set();
  registerHooks({
    resolve(name, context, next) {
      const found = next(name, context);
      const [, loaded] = /node_modules\\/(bullmq|ioredis)\\//.exec(found.url) ?? [];
      if (loaded) seen.add(loaded);
      return found;
    },
  });
  await import(${JSON.stringify(join(root, path))});
  console.log([...seen].toSorted().join(' '));
  process.exit();
`;

it.each([
  ['src/bot/run-bot.ts', ''],
  ['src/sites/jobs/job-client.ts', 'bullmq ioredis'],
])('%s loads of the queue: %j', (path, loaded) => {
  const args = ['--input-type=module', '--eval', loadedWith(path)];
  expect(execFileSync(process.execPath, args, { encoding: 'utf8' }).trim()).toBe(loaded);
});
