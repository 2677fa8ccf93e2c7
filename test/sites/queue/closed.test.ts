import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lacks } from '../../support/machines/system.ts';
import { keyText } from '../../support/sites/keys.ts';
import { aQueue, aWorker, release } from '../../support/sites/scene.ts';

const client = join(import.meta.dirname, '../../../src/sites/site-client.ts');

it.skipIf(lacks(['redis-server', 'redis-server']))(
  'lets the process of a bot end as soon as its sites are closed',
  async () => {
    const { url } = await aQueue();
    aWorker(url);
    const options = { queueUrl: url, siteKey: keyText() };
    const program = `
    import { createSites } from ${JSON.stringify(client)};
    const release = async () => ${JSON.stringify(release)};
    const sites = createSites({ ...${JSON.stringify(options)}, release, now: Date.now });
    const { hello } = await sites.hello('home');
    await sites.close();
    console.log(hello?.kind);
  `;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program]);
    const exited = once(child, 'exit');
    const [said] = await once(child.stdout, 'data');
    const closed = performance.now();
    expect(String(said)).toBe('hello\n');
    expect(await exited).toEqual([0, null]);
    expect(performance.now() - closed).toBeLessThan(3000);
  },
);
