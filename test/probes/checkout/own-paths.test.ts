import { describe, expect, it } from 'vitest';
import { aService } from '../../support/facts/observed.ts';
import { testFolder } from '../../support/machines/folder.ts';
import { shells } from '../../support/machines/shells.ts';
import { createCheckout, gitAt, march, readBy, write } from '../../support/probes/checkout-scene.ts';

describe.each(shells)("the service's own paths of a checkout, read by $name", ({ argv }) => {
  it('are the same text in two commits that leave them alone', async () => {
    const folder = await testFolder();
    const [first, second] = createCheckout(folder);
    write(folder, { "it's/api/x.py": '1' });
    gitAt(folder, march(26), 'add', '.');
    gitAt(folder, march(26), 'commit', '--quiet', '-m', 'api');
    const third = gitAt(folder, march(26), 'rev-parse', 'HEAD');
    const of = async (repo_paths: string[]) => {
      const seen = await readBy(argv, [aService({ checkout: folder, repo_paths })]);
      const read = seen.ok ? seen.value[aService().name] : seen;
      if (!read?.ok) throw new Error('not read');
      return read.value.paths;
    };
    expect(await of([])).toBeUndefined();
    const [lib, api] = [await of(['lib', 'main.py']), await of(["it's/api"])];
    expect(Object.keys(lib ?? {})).toEqual([first, second, third]);
    expect(lib?.[first]).not.toBe(lib?.[second]);
    expect(lib?.[second]).toBe(lib?.[third]);
    expect(api).toEqual({ [first]: '-', [second]: '-', [third]: expect.stringMatching(/^[0-9a-f]{40}$/) });
  });
});
