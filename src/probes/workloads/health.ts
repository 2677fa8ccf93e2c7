import { readBlocks } from '../health/local-health.ts';
import { WITHOUT_ENCODER, WITHOUT_TOOL } from '../health/local-health-marks.ts';
import { readHeads, readServerResponses } from '../health/http-blocks.ts';
import { readHealth } from '../health/health-body.ts';
import { seen, unseen } from '../../facts/observation.ts';
import type { Observation } from '../../facts/observation.ts';
import type { Section } from '../probe.ts';
import { revisionOf } from '../../text/revision.ts';
import { NOBODYS_PATH } from './health-script.ts';
import type { FoundHealth } from '../../facts/workloads/found-health.ts';

type Reply = { status: number; headers: Record<string, string>; body: Buffer };

/** The best answer of each socket that has one. Never throws. */
export function parseHealth({ output }: Section, now: number): Observation<FoundHealth[]> {
  const said = output.trim();
  if (said === WITHOUT_TOOL) return unseen('unsupported', 'there is neither curl nor wget on the machine');
  if (said === WITHOUT_ENCODER) return unseen('unsupported', 'there is neither base64 nor od on the machine');
  const blocks = readBlocks(output.replaceAll(/^(?:at|listens|asked) .*\n/gm, ''));
  const replies = [...output.matchAll(/^at (\d{1,6}) (http:\/\/[\w.:[\]]+\/\S*)$/gm)].flatMap(
    ([, index, address = '']) => {
      const block = blocks.get(Number(index));
      const reply = block && URL.canParse(address) ? replyOf(block) : null;
      return reply ? [{ url: new URL(address), reply }] : [];
    },
  );
  const sockets = Map.groupBy(replies, ({ url }) => url.host);
  return seen(
    [...sockets.values()].flatMap((asked) => {
      const anything = asked.some(({ url, reply }) => url.pathname === NOBODYS_PATH && reply.status < 300);
      const answers = asked.flatMap(({ url, reply }) => {
        if (url.pathname === NOBODYS_PATH) return [];
        const health = judgeReply(reply, { anything, now });
        return health ? [{ url, ...health }] : [];
      });
      // the earlier path first among equals
      return answers.toSorted((one, other) => other.rank - one.rank).slice(0, 1);
    }),
  );
}

/** The ports that something listens on and that were not asked, or not for all: nothing is known of their health. */
export function unaskedPorts(output: string): number[] {
  const told = (word: string) =>
    [...output.matchAll(new RegExp(`^${word} (http://\\S+)$`, 'gm'))].flatMap(([, origin = '']) =>
      URL.canParse(origin) ? new URL(origin).host : [],
    );
  const asked = new Set(told('asked'));
  const left = told('listens').filter((host) => !asked.has(host));
  return [...new Set(left.map((host) => Number(/:(\d+)$/.exec(host)?.[1] ?? 80)))];
}

/**
 * Is it a health answer? Good ones that name a commit go before good ones, and these before a 503 that explains
 * itself. A web page is none, and of a server that answers every path alike only what health endpoints say counts.
 */
export function judgeReply(
  reply: Reply,
  { anything, now }: { anything: boolean; now: number },
): Omit<FoundHealth, 'url'> | null {
  const { status } = reply;
  const body = readHealth(reply, { versionPath: null, now });
  const said = !['none', 'page', 'text', 'unreadable'].includes(body.format);
  if (status === 503) return said && body.said.length > 0 ? { status, body, rank: 0 } : null;
  if (status !== 200) return null;
  if (said) return { status, body, rank: revisionOf(body.version) ? 3 : 2 };
  const plain = /^(?:text\/plain|application\/json|)(?:;|$)/i.test(
    (reply.headers['content-type'] ?? '').trim(),
  );
  const page = /^\s*</.test(reply.body.toString('latin1', 0, 100));
  return plain && !page && !anything ? { status, body, rank: 1 } : null;
}

/** The last response of what curl or wget printed, without following it anywhere. */
function replyOf({ tool, block }: { tool: string; block: Buffer }): Reply | null {
  const end = block.lastIndexOf('\n');
  if (end === -1) return null;
  const output = block.subarray(0, end);
  const said = block
    .toString('utf8', end + 1)
    .replace(/^\d{1,3} /, '')
    .split('\u001E');
  const { heads, body } =
    tool === 'curl' ? readHeads(output) : { heads: readServerResponses(said), body: output };
  const head = heads.findLast(({ status }) => status >= 200);
  return head ? { ...head, body } : null;
}
