import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createHttpClient } from '../../../../src/clients/http/http.ts';
import { healthReadings } from '../../../../src/comparison/readings/health/health-reading.ts';
import { probeHealth } from '../../../../src/probes/health/health.ts';
import { anEndpoint, aService, aSituation } from '../../../support/facts/observed.ts';
import { serveRaw } from '../../../support/servers/http-servers.ts';

// Answers in the forms that programs and hand-written endpoints have, in the files of fixtures/health/: in each file
// what an operator would call `fine`, `degraded`, `failed` or `unknown`.

const fixtures = new URL('../../../support/probes/fixtures/health/', import.meta.url);
const http = createHttpClient();

async function verdictOn(answer: string): Promise<string> {
  const { origin } = await serveRaw((socket) => socket.end(answer));
  const endpoint = anEndpoint({ url: `${origin}/health` });
  const service = aService({ endpoints: [endpoint] });
  const observed = { [service.name]: { [endpoint.interface]: await probeHealth(http, service, endpoint) } };
  const situation = aSituation({ services: [service] });
  const observations = { ...situation.observations, health: observed };
  const [reading] = healthReadings({ ...situation, observations }, service);
  if (reading?.state !== 'good') return reading?.state ?? 'none';
  if (reading.degraded !== null) return 'degraded';
  return reading.doubt === null ? 'fine' : 'unknown';
}

function answersIn(file: string): [name: string, answer: string][] {
  const blocks = readFileSync(new URL(file, fixtures), 'utf8').split(/^### /m).slice(1);
  return blocks.map((block) => {
    const end = block.indexOf('\n');
    return [block.slice(0, end), block.slice(end + 1)];
  });
}

describe.each(['fine', 'degraded', 'failed', 'unknown'])('an answer that is %s', (verdict) => {
  it.each(answersIn(`${verdict}.http`))('%s', async (_, answer) => {
    expect(await verdictOn(answer)).toBe(verdict);
  });
});
