import { join } from 'node:path';
import { aBotProcess } from '../bots/bot-process.ts';
import { serve } from '../servers/http-servers.ts';
import { createRepository } from '../repositories.ts';
import { startOpenClaw } from './openclaw.ts';

export { ended } from '../bots/bot-process.ts';

/** Trading services that the test can make report no commit, a sandbox, an OpenClaw, and the bot as its own process. */
export async function aWatchedFleet(size: number, environment: Record<string, string> = {}) {
  const openclaw = await startOpenClaw();
  const { folder, sandbox, env, write, start, remembered } = await aBotProcess({
    OPENCLAW_URL: openclaw.url,
    OPENCLAW_HOOK_TOKEN: openclaw.token,
    ...environment,
  });
  const { shas, folder: repo } = await createRepository(join(folder, 'code.git'), [
    { name: 'one', date: '2026-03-29T10:00:00Z', message: 'one' },
  ]);
  const planted = new Set<string>();
  let reported = 'unknown';
  const { origin } = await serve((request, response) => {
    const name = (request.url ?? '').slice(1);
    const version = planted.has(name) ? reported : shas['one'];
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ status: 'ok', version }));
  });
  const names = Array.from({ length: size }, (_, index) => `bot-${index}`);
  const services = names.map((name) => ({
    name,
    machine: 'tesseract',
    health_url: `${origin}/${name}`,
    repo,
    risk_tier: 'CRITICAL',
  }));
  write({ machines: { tesseract: { host: '127.0.0.1', ssh: false } }, services });
  /** What those report that report no commit. */
  const report = (version: string) => void (reported = version);
  return {
    folder,
    names,
    planted,
    report,
    sandbox,
    openclaw,
    env,
    start,
    remembered,
    head: shas['one'] ?? '',
  };
}
