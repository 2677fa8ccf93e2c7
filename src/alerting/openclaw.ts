import { z } from 'zod';
import type { OpenClawClient } from '../clients/openclaw.ts';
import type { Bulletin } from '../report/bulletin.ts';
import { Undelivered } from './undelivered.ts';
import { readPayload } from './channel.ts';
import type { Channel } from './channel.ts';
import { pageLines } from './page-lines.ts';

const Payload = z.strictObject({ text: z.string() });
const Answer = z.object({ ok: z.literal(true) });

const TIMEOUT_MS = 10_000;

/** Pages through OpenClaw's gateway: for what is CRITICAL, new or worse, and when it is over or watched no longer. */
export function openclawChannel(client: OpenClawClient): Channel {
  return {
    name: 'openclaw',
    compose(bulletin, living) {
      const text = pageText(bulletin);
      return { messages: text === null ? [] : [{ payload: { text } }], living };
    },
    async deliver({ payload }) {
      const { text } = readPayload(Payload, payload);
      const { status, text: answer, retryAfterMs } = await client.wake(text, TIMEOUT_MS);
      // A proxy's page with status 200 is no answer of OpenClaw's.
      if (status === 200 && accepted(answer)) return null;
      if (status === 400 || status === 413) {
        throw new Undelivered(`OpenClaw refuses the text (HTTP ${status})`, { hopeless: true });
      }
      const cure = status === 401 ? ': OPENCLAW_HOOK_TOKEN is not its hook token' : '';
      throw new Undelivered(`OpenClaw answered HTTP ${status}${cure}`, { retryAfterMs });
    },
  };
}

function accepted(answer: string): boolean {
  try {
    return Answer.safeParse(JSON.parse(answer)).success;
  } catch {
    return false;
  }
}

/**
 * What an agent reads, and trusts. The same page has the same text at each try, which OpenClaw then takes for one.
 * @returns null where nobody need be paged
 */
export function pageText(bulletin: Pick<Bulletin, 'kind' | 'report' | 'news' | 'unwatched'>): string | null {
  const { kind, report } = bulletin;
  const lines = pageLines(bulletin);
  if (lines.length === 0) return null;
  return [
    kind === 'drill' ? `Driftwatch DRILL ${report.id}, nothing is wrong:` : `Driftwatch audit ${report.id}:`,
    ...lines,
    'Details are in the logs channel. Driftwatch changes nothing by itself: a person decides.',
  ].join('\n');
}
