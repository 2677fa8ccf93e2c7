import type { Attribute } from './draft/draft-process.ts';
import { HttpError } from '../clients/errors.ts';
import type { HttpClient } from '../clients/http/client.ts';
import type { SshHost } from '../clients/ssh/host.ts';
import type { SshClient } from '../clients/ssh/client.ts';
import type { Manifest } from '../inventory/manifest.ts';
import { Name } from '../inventory/fields.ts';
import { quotable } from '../text/observed-text.ts';
import type { Found } from './find/candidate.ts';
import { addressFromHere, strayLine } from './draft/draft-health.ts';
import type { AnswerFromHere } from './draft/draft-health.ts';
import type { Draft, DraftMachine } from './draft/draft-entry.ts';
import { draftOf } from './draft/draft.ts';
import { withProcesses } from './draft/draft-process.ts';
import { findServices } from './find/find-services.ts';
import { ANSWER_BYTES, ANSWER_MS } from '../probes/workloads/health-script.ts';
import { judgeReply } from '../probes/workloads/health.ts';
import { withPinnedKey } from './survey/host-keys.ts';
import type { Pinning } from './survey/host-keys.ts';
import { machineAt, withoutKnown } from './find/known-entries.ts';
import { surveyMachine } from './survey/survey-machine.ts';
import type { SurveyLimits } from './survey/survey-machine.ts';
import type { Survey } from './survey/survey.ts';
import type { DiscoverTarget } from './survey/target.ts';

export type DiscoverTools = {
  ssh: SshClient;
  http: HttpClient;
  pinning: Pinning;
  limits: SurveyLimits;
  now: () => number;
  /** assigns processes as an audit does */
  attribute: Attribute;
};

/** `known`: services that are already in the manifest, by its names. */
export type Discovery = { draft: Draft; known: string[] };

/**
 * Reads a machine in one round trip, also requests its health endpoints from here, and drafts the entries that `manifest`
 * does not have.
 * @throws UserError if the machine cannot be reached, or its host key is not pinned
 */
export async function discover(
  host: SshHost,
  target: DiscoverTarget,
  manifest: Manifest | null,
  tools: DiscoverTools,
): Promise<Discovery> {
  const survey = await withPinnedKey(host, tools.pinning, () =>
    surveyMachine(tools.ssh, host, tools.limits, tools.now()),
  );
  const machine = machineOf(survey, target, host, manifest);
  const all = findServices(survey);
  const { found, known } = manifest ? withoutKnown(all, manifest, machine.name) : { found: all, known: [] };
  const taken = new Set(manifest?.services.map(({ name }) => name));
  const reach = await reachOf(found, machine.address, tools);
  const left = [...found.left, ...found.strays.map(strayLine), ...unseenOf(survey)];
  const drafted = draftOf({ ...found, left }, { machine, taken, reach });
  const draft = survey.processes.ok
    ? withProcesses(drafted, survey.processes.value, tools.attribute)
    : drafted;
  return { draft, known };
}

/** The manifest's name for it, else the given one, else the machine's own. */
function machineOf(
  survey: Survey,
  target: DiscoverTarget,
  reached: SshHost,
  manifest: Manifest | null,
): DraftMachine {
  const { host, user, port } = target;
  const address = reached.host;
  const there = manifest ? machineAt(manifest, target, reached) : null;
  if (there) return { name: there.name, host, address, user, port };
  const own = survey.machine.ok ? survey.machine.value.name : null;
  const names = [target.name, own, host, `${own ?? host}-2`, `${own ?? host}-3`, 'machine'];
  const taken = new Set(manifest?.machines.map(({ name }) => name));
  const free = names.find((name): name is string => {
    return name !== null && !taken.has(name) && Name.safeParse(name).success && quotable(name) === name;
  });
  return { name: free ?? host, host, address, user, port };
}

async function reachOf(
  { services }: Found,
  host: string,
  { http, now }: DiscoverTools,
): Promise<Map<string, AnswerFromHere>> {
  const urls = services.flatMap(({ health, open }) =>
    health ? (addressFromHere(health, open, host) ?? []) : [],
  );
  const asked = [...new Set(urls)].map(async (url) => [url, await ask(http, url, now())] as const);
  return new Map(await Promise.all(asked));
}

async function ask(http: HttpClient, url: string, now: number): Promise<AnswerFromHere> {
  try {
    const headers = { accept: 'application/json, application/health+json, text/plain;q=0.9, */*;q=0.8' };
    const reply = await http.get(url, { headers, timeoutMs: ANSWER_MS, maxBytes: ANSWER_BYTES });
    const health = judgeReply(reply, { anything: false, now });
    return health
      ? { answers: true }
      : { answers: false, detail: `status ${reply.status}, no health answer` };
  } catch (error) {
    if (error instanceof HttpError) return { answers: false, detail: error.message };
    throw error;
  }
}

const sections: [name: Exclude<keyof Survey, 'unasked' | 'late'>, what: string][] = [
  ['processes', 'processes'],
  ['listeners', 'who listens'],
  ['jobs', 'units and jobs'],
  ['containers', 'containers'],
  ['used', 'checkouts that something runs from'],
  ['searched', 'checkouts and compose files in the usual places'],
  ['health', 'health endpoints'],
];

function unseenOf(survey: Survey): string[] {
  return sections.flatMap(([name, what]) => {
    const section = survey[name];
    if (!section.ok) return [`${what} could not be seen: ${quotable(section.detail, 250)}`];
    return survey.late.includes(name) ? [`${what}: time ran out, and only part of it was read`] : [];
  });
}
