import { mkdirSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FindingType } from '../src/findings/finding-types.ts';
import type { Finding } from '../src/findings/finding.ts';
import { lacksDockerd, startDockerd } from './support/servers/dockerd.ts';
import type { Dockerd } from './support/servers/dockerd.ts';
import { testFolder } from './support/machines/folder.ts';
import { serve } from './support/servers/http-servers.ts';
import { programs } from './support/probes/job-scene.ts';
import { faces, plantEndpoints } from './support/scene/endpoints.ts';
import { startFleet } from './support/scene/fleet.ts';
import { plantContainers } from './support/scene/images.ts';
import { plantFiles } from './support/scene/open-files.ts';
import { nameOf } from './support/scene/planting.ts';
import type { Planted } from './support/scene/planting.ts';
import { plantRevisions } from './support/scene/revisions.ts';
import { plantJobs, plantProcesses } from './support/scene/running.ts';
import { lacks } from './support/machines/system.ts';

const lost = lacksDockerd() || lacks(['sshd', 'openssh-server'], ['git', 'git'], ['ps', 'procps']);

/** What every service answers, by the path that is its name. */
function answering(answers: ReadonlyMap<string, Planted['answer']>): RequestListener {
  return (request, response) => {
    const path = request.url ?? '';
    const answer = answers.get(path.slice(1)) ?? faces[path] ?? 404;
    const body = typeof answer === 'function' ? answer() : answer;
    response.statusCode = typeof body === 'number' ? body : 200;
    response.setHeader('content-type', 'application/json');
    response.end(typeof body === 'number' ? '{}' : JSON.stringify(body));
  };
}

const lineOf = ({ type, service, machine, severity }: Finding) =>
  `${type} ${service ?? '-'} ${machine} ${severity}`;

const expectedOf = ({ service, finds }: Planted) =>
  Object.entries(finds).map(([type, severity]) => `${type} ${service.name} ${service.machine} ${severity}`);

describe.skipIf(lost)('a fleet of real things', () => {
  let engine: Dockerd;
  beforeAll(async () => {
    engine = await startDockerd();
  });
  afterAll(async () => await engine.stop(), 60_000);

  it('with every finding planted once beside every trap gives exactly these findings', async () => {
    const folder = await testFolder();
    const answers = new Map<string, Planted['answer']>();
    const { origin, requests } = await serve(answering(answers));
    const processes = await plantProcesses(folder);
    // An orphan is the elder of the two, in whole seconds.
    await pause(2100);
    const jobs = await plantJobs();
    const bin = programs(folder, ['systemctl'], { launchctl: jobs.launchctl });
    const fleet = await startFleet({
      environment: { DOCKER_HOST: engine.host },
      profile: `export PATH=${bin}:$PATH`,
    });
    mkdirSync(join(folder, 'files'));
    const planted = [
      ...processes,
      ...jobs.planted,
      ...fleet.planted,
      ...plantFiles(join(folder, 'files')),
      ...(await plantRevisions(folder)),
      ...(await plantEndpoints(origin)),
      ...(await plantContainers(engine, folder)),
    ];
    for (const { service, answer } of planted) answers.set(service.name, answer);
    const services = planted.map(({ service, answer }) =>
      answer === null ? service : { ...service, health_url: `${origin}/${service.name}` },
    );
    const expected = [...fleet.finds, ...planted.flatMap((each) => expectedOf(each))].toSorted();

    const report = await fleet.audit(services);
    const unexpected = report.findings.filter((finding) => !expected.includes(lineOf(finding)));
    expect(unexpected.map(({ summary }) => summary)).toEqual([]);
    expect(report.findings.map(lineOf).toSorted()).toEqual(expected);
    expect(Object.fromEntries(report.services.map(({ name, status }) => [name, status]))).toEqual(
      Object.fromEntries(planted.map(({ service, status }) => [service.name, status])),
    );
    expect(report.verdict).toBe('drift');
    const instances = new Map(report.services.map((state) => [state.name, state.instances]));
    const counts = { master: 1, gateway: 1, 'two-wanted': 2, twice: 2 };
    for (const [name, count] of Object.entries(counts)) expect(instances.get(nameOf(name))).toBe(count);
    // once by the bot, and once by the machine itself, in each of the two looks
    for (const name of ['well', 'master'])
      expect(requests.filter(({ url }) => url === `/${nameOf(name)}`)).toHaveLength(4);
    const types = expected.map((line) => line.split(' ')[0] ?? '');
    // The journal is the bot's own, and what is in no manifest is told of a whole machine: this one runs the tests.
    const others: FindingType[] = [
      'journal_broken',
      'site_unreachable',
      'watch_stalled',
      'manifest_broken',
      'unmanaged',
    ];
    const ofFleets = FindingType.options.filter((type) => !others.includes(type));
    expect(types.toSorted()).toEqual(ofFleets.toSorted());
  });
});
