import { sitesIn } from '../../inventory/sites.ts';
import { compatibilityOf } from '../../sites/protocol/release.ts';
import type { ConnectedWorker } from '../../sites/jobs/connected-workers.ts';
import type { HelloResult, Sites } from '../../sites/site-client.ts';
import { counted } from '../../text/counted.ts';
import type { Check } from '../check.ts';
import { clockLines } from '../clock.ts';
import { broken, ok, warning } from '../result.ts';
import type { Line } from '../result.ts';

/** By where the greeting was lost. */
const cures = {
  bot: 'Set both in .env (docs/sites.md).',
  queue: 'Look at the server that QUEUE_URL names (docs/sites.md).',
  site: 'Start driftwatch worker there, with the QUEUE_URL and SITE_KEY that are set here, and read its log (docs/sites.md).',
};

const SILENT =
  'Read its log and its GET /health: it may be busy, hang, have another SITE_KEY, or be older than the bot. If it has gone, Redis forgets it soon.';

/** Other workers of a site that are asked at most. */
const OTHERS = 16;

/** Each site answers: checks the release and the clock of each of its workers. */
export const sites: Check = {
  name: 'sites',
  async examine(context) {
    const { manifest } = context.manifest;
    const names = manifest === null ? [] : sitesIn(manifest);
    const { sites: asked } = context.clients;
    if (names.length === 0 || !asked) return [];
    return (await Promise.all(names.map(async (site) => await examineSite(site, asked)))).flat();
  },
};

async function examineSite(site: string, asked: Sites): Promise<Line[]> {
  const subject = `site ${site}`;
  const greeting = await asked.hello(site);
  if ('lost' in greeting) return [broken(subject, greeting.lost, cures[greeting.at ?? 'site'])];
  const { hello } = greeting;
  const workers = await asked.workersOf(site);
  const others = (workers ?? []).filter(({ id }) => id !== hello.worker).slice(0, OTHERS);
  const count = workers === null ? '' : `; ${counted(workers.length, 'worker')}`;
  const shared = asked.sameKeyAs(site);
  return [
    releaseLine(subject, greeting, await asked.release(), count),
    ...clockLines(subject, hello.now / 1000, greeting),
    ...(shared.length > 0 ? [sharedKeyLine(subject, shared)] : []),
    ...(await Promise.all(others.map(async (other) => await examineOther(site, other, asked)))).flat(),
  ];
}

/** Another worker of a site that answers, by what Redis calls it. */
async function examineOther(site: string, { id, from }: ConnectedWorker, asked: Sites): Promise<Line[]> {
  const subject = `site ${site} worker ${id}`;
  const greeting = await asked.hello(site, id);
  if ('lost' in greeting) {
    const where = from === null ? '' : `it is connected from ${from} and `;
    return [warning(subject, `${where}does not answer`, SILENT)];
  }
  return [
    releaseLine(subject, greeting, await asked.release(), ''),
    ...clockLines(subject, greeting.hello.now / 1000, greeting),
  ];
}

function sharedKeyLine(subject: string, shared: readonly string[]): Line {
  const detail = `SITE_KEY has the same key for ${shared.join(' and ')}: a worker of one can answer for the other`;
  return warning(`${subject} key`, detail, 'Give each site a key of its own (docs/sites.md).');
}

function releaseLine(
  subject: string,
  { hello }: Extract<HelloResult, { hello: unknown }>,
  own: string,
  count: string,
): Line {
  const detail = `worker ${hello.worker} of release ${hello.release} answers${count}`;
  const compatibility = compatibilityOf(own, hello.release);
  if (compatibility === 'works') return ok(subject, detail);
  const cure = 'Install the same release for bot and workers, the bot first.';
  return compatibility === 'differs'
    ? warning(subject, `${detail}; the bot has ${own}`, cure)
    : broken(subject, `${detail}; the bot has ${own}, which is too far from it`, cure);
}
