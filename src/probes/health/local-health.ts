import type { LocalHealth, HealthAnswer } from '../../facts/health-answer.ts';
import type { Endpoint, Service } from '../../inventory/manifest.ts';
import { healthHeaders } from './health.ts';
import { readLocalAnswer } from './local-health-answer.ts';
import { seconds } from '../limit.ts';
import { localHealthScript } from './local-health-script.ts';
import { readTogether } from './together-script.ts';
import { WITHOUT_ENCODER, WITHOUT_TOOL } from './local-health-marks.ts';
import type { LocalRequest } from './local-health-script.ts';
import { seen, unseen, unseenWith } from '../../facts/observation.ts';
import type { Observation } from '../../facts/observation.ts';
import type { MachineProbe, Section, Target } from '../probe.ts';

/** Answers of endpoints that only the machine itself can reach, on its localhost. */
export const localHealth: MachineProbe<LocalHealth> = {
  name: 'local_health',
  wanted: (service, machine) => machine.ssh && service.endpoints.some(isLocal),
  fragment: (target) => localHealthScript(requestsOf(target), capBytes(target)),
  parse: parseLocalHealth,
};

/** Below a section's deadline in run.ts, so that one hanging endpoint does not cost the others' answers. */
const LONGEST_MS = 8000;
const LARGEST_BODY = 256 * 1024;
/** All answers in hex, three characters per byte, fit into what run.ts keeps of a section. */
const ALL_BODIES = 1200 * 1024;

type Wanted = { service: Service; endpoint: Endpoint; timeoutMs: number };

function wantedOf(target: Target): Wanted[] {
  return target.services.flatMap((service) =>
    service.endpoints
      .filter(isLocal)
      .map((endpoint) => ({ service, endpoint, timeoutMs: Math.min(service.health.timeout_ms, LONGEST_MS) })),
  );
}

function isLocal(endpoint: Endpoint): boolean {
  return endpoint.from === 'machine';
}

function requestsOf(target: Target): LocalRequest[] {
  return wantedOf(target).filter(isAskable).map(requestOf);
}

function requestOf({ service, endpoint, timeoutMs }: Wanted): LocalRequest {
  const url = new URL(endpoint.url);
  url.hash = '';
  const secret =
    Object.keys(service.health.headers).length > 0 || url.search + url.username + url.password !== '';
  return { url, headers: healthHeaders(service), timeoutMs, secret, insecure: service.health.insecure };
}

/** RFC 9110, 5.1 and 5.5, in ASCII. Anything else could end its line. */
function isAskable({ service, endpoint }: Wanted): boolean {
  const headers = Object.entries(service.health.headers);
  const carried = headers.every(
    ([name, value]) => /^[\w!#$%&'*+.^`|~-]+$/.test(name) && /^[\t -~]*$/.test(value),
  );
  return carried && URL.canParse(endpoint.url) && /^(?:https?|tcp):$/.test(new URL(endpoint.url).protocol);
}

function capBytes(target: Target): number {
  return Math.min(LARGEST_BODY, Math.floor(ALL_BODIES / Math.max(1, wantedOf(target).length)));
}

function parseLocalHealth(section: Section, target: Target): Observation<LocalHealth> {
  const output = section.output.trim();
  if (output === WITHOUT_TOOL) return unseen('unsupported', 'there is neither curl nor wget on the machine');
  if (output === WITHOUT_ENCODER)
    return unseen('unsupported', 'there is neither base64 nor od on the machine');

  const together = readTogether(section.output, capBytes(target));
  const blocks = new Map<number, Block>(
    [...together].map(([index, block]) => [index, { tool: 'curl', block }]),
  );
  for (const [index, block] of readBlocks(section.output)) blocks.set(index, block);
  const askable = wantedOf(target).filter(isAskable);
  const byService = new Map<string, Record<string, Observation<HealthAnswer>>>();
  for (const wanted of wantedOf(target)) {
    const { service, endpoint } = wanted;
    const index = askable.findIndex((other) => other.service === service && other.endpoint === endpoint);
    const own = service.health.ca !== null && endpoint.url.startsWith('https:') && !service.health.insecure;
    const answer = own
      ? withoutCa
      : index === -1
        ? notAskable
        : answerOf(wanted, blocks.get(index), capBytes(target));
    byService.set(service.name, { ...byService.get(service.name), [endpoint.interface]: answer });
  }
  return seen(Object.fromEntries(byService));
}

const notAskable = unseen('unsupported', 'the manifest has a header that HTTP does not allow');

const withoutCa = unseenWith(
  'unsupported',
  'health.ca is a file of the bot, which the machine itself does not have',
  'check another interface, or set health.insecure',
);

type Block = { tool: string; block: Buffer };

function answerOf({ service, endpoint, timeoutMs }: Wanted, told: Block | undefined, capBytes: number) {
  if (!told) return unseen('unsupported', 'the answer of the machine was cut off');
  const versionPath = service.health.version_path;
  const asked = { url: new URL(endpoint.url), timeoutMs, versionPath, now: Date.now() };
  const answer = readLocalAnswer({ ...told, capBytes }, asked);
  return !answer.ok && answer.reason === 'timeout' && timeoutMs < service.health.timeout_ms
    ? tooSlow
    : answer;
}

// Not a timeout: the manifest allows more time, so the result is unknown.
const tooSlow = unseen(
  'unsupported',
  `no answer within ${seconds(LONGEST_MS)}, the longest that a machine may wait`,
);

/** The answers that local-health-script.ts prints, by their index. */
export function readBlocks(output: string): Map<number, Block> {
  const blocks = new Map<number, Block>();
  for (const [, index, tool = '', encoding, text = ''] of output.matchAll(
    /^(\d{1,6}) (curl|wget|busybox-wget) (base64|hex)\n([^.]*)^\.$/gm,
  )) {
    const block =
      encoding === 'hex' ? Buffer.from(text.replaceAll(/\s/g, ''), 'hex') : Buffer.from(text, 'base64');
    blocks.set(Number(index), { tool, block });
  }
  return blocks;
}
