import { expect, it, vi } from 'vitest';
import { createDemoRepository } from '../../sandbox/fleet/repository.ts';
import { testFolder } from '../support/machines/folder.ts';

it('says in one line that the demo needs git', async () => {
  const folder = await testFolder();
  vi.stubEnv('PATH', '/nowhere');
  expect(() => createDemoRepository(folder, [])).toThrow(
    'The demo needs git, for its repositories: install it.',
  );
});
