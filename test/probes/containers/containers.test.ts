import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { containers } from '../../../src/probes/containers/containers.ts';
import { theContainers } from '../../support/facts/observed-containers.ts';
import { aMachine, aService } from '../../support/facts/observed.ts';
import { about, id, image, listing, row } from '../../support/probes/container-lines.ts';
import { fuzzRounds } from '../../support/property-time.ts';

const target = { machine: aMachine(), services: [aService({ docker_service: 'web' })] };
const podman = readFileSync(new URL('../fixtures/podman-containers.txt', import.meta.url), 'utf8');

function parse(output: string, over: { status?: number; truncated?: boolean } = {}) {
  return containers.parse({ output, status: 0, truncated: false, ...over }, target);
}

function only(output: string) {
  const seen = parse(output);
  if (!seen.ok) throw new Error(seen.detail);
  return seen.value.services['akashic-records']?.[0];
}

describe('the list of containers', () => {
  it('is read into one value a container, with its image', () => {
    expect(only(listing())).toEqual({
      id: null,
      engine: 'docker',
      rootless: false,
      swarm: null,
      restart_policy: null,
      published: false,
      name: 'web',
      compose_service: null,
      project: null,
      oneoff: false,
      state: 'running',
      exit_code: 0,
      oom_killed: false,
      health: null,
      restart_count: 0,
      started_at: '2026-03-29T10:00:00.123456789Z',
      finished_at: null,
      pid: 42,
      image_id: image,
      image_ref: 'app:latest',
      tag_image_id: 'sha256:cc',
      image: {
        id: image,
        created: '2026-03-29T09:00:00Z',
        revision: 'A3F8C21',
        source: null,
        on_base_of_revision: false,
        layers: [{ created: '2026-03-27T08:00:00Z', created_by: 'COPY . /app # buildkit', size: 3 }],
      },
    });
  });

  it('is read from podman 4.3, which dates layers in its own way and rounds their sizes', () => {
    const found = only(podman);
    expect(found).toMatchObject({ name: 'web', state: 'created', health: null, pid: null, started_at: null });
    expect(found?.tag_image_id).toBe(found?.image_id);
    expect(found?.image).toMatchObject({ revision: 'a3f8c21', created: '2026-11-24T02:11:09.18062927Z' });
    expect(found?.image?.layers?.map(({ created, size }) => [created, size])).toEqual(
      Array.from({ length: 3 }, () => ['2026-11-24T02:11:09+00:00', null]),
    );
  });

  it('may be empty', () => {
    const told = {
      engine: 'podman' as const,
      now: '2026-03-29T18:00:00Z',
      podman_user: 'knox',
      podman_users: ['knox'],
    };
    expect(parse('engine podman knox\nnow 2026-03-29T18:00:00Z\nend ps 0\n')).toEqual({
      ok: true,
      value: theContainers({ 'akashic-records': [] }, told),
    });
  });

  it('has an image or a history as unread where it was not whole, and no tag where there is none', () => {
    expect(only(listing([row()], []))).toMatchObject({ image: null, tag_image_id: null });
    expect(only(listing([row()], about.with(3, 'layer {')))?.image).toMatchObject({ layers: null });
    expect(only(listing([row()], about.with(4, 'end history 1')))?.image).toMatchObject({ layers: null });
    expect(
      only(listing([row()], about.with(6, 'Error: No such image: app:latest')))?.tag_image_id,
    ).toBeNull();
  });

  it('stands without a container that went while it was read', () => {
    const gone = 'Error response from daemon: No such container: bbbb';
    const output = listing([row()], about, [`id ${id}`, `id ${'c'.repeat(64)}`]);
    expect(only(output.replace('end inspect 0', `${gone}\nend inspect 1`))).toMatchObject({ name: 'web' });
    expect(parse(output)).toMatchObject({ ok: false, reason: 'malformed' });
  });

  it("prefers a container's own name to a compose service of that name", () => {
    const replica = row({ name: '/shop-web-1', service: 'web', project: 'shop' });
    expect(only(listing([replica, row()]))?.name).toBe('web');
    expect(only(listing([replica]))?.name).toBe('shop-web-1');
    expect(only(listing([row({ name: '/x', service: 'web', oneoff: 'True' })]))).toBeUndefined();
  });

  it.each([
    [
      'denied',
      'permission denied while trying to connect to the Docker daemon socket at unix:///x',
      'group docker',
    ],
    ['denied', 'sudo: a password is required', 'sudoers'],
    ['denied', 'knox is not in the sudoers file.', 'sudoers'],
    ['unsupported', 'sudo: docker: command not found', 'sudo'],
    [
      'unreachable',
      'Cannot connect to the Docker daemon at unix:///x. Is the docker daemon running?',
      'start',
    ],
    [
      'unreachable',
      'failed to connect to the docker API at unix:///x; check if the path is correct',
      'start',
    ],
    ['malformed', 'panic: runtime error', 'panic'],
    ['malformed', '', 'nothing'],
    [
      'unreachable',
      'WARNING: Error loading config file: permission denied\nIs the docker daemon running?',
      'start',
    ],
  ])('is %s where docker says %j', (reason, said, part) => {
    const output = `engine docker\nnow 2026-03-29T18:00:00Z\n${said}\nend ps 1\n`;
    expect(parse(output)).toMatchObject({ ok: false, reason, detail: expect.stringContaining(part) });
  });

  it.each([
    ['nothing', '', {}],
    ['text', 'command not found', {}],
    ['a description that was cut off', listing().slice(0, 400), {}],
    ['a container without a state', listing([row({ state: null })]), {}],
    ['too much', listing(), { truncated: true }],
    ['a fragment that failed', listing(), { status: 1 }],
  ])('is malformed for %s', (_, output, over) => {
    expect(parse(output, over)).toMatchObject({ ok: false, reason: 'malformed' });
  });

  it('is a value or a reason for any input, mutated or random', () => {
    const whole = listing();
    const changed = fc
      .tuple(fc.nat(whole.length), fc.nat(40), fc.string({ unit: 'binary', maxLength: 6 }))
      .map(([at, length, text]) => whole.slice(0, at) + text + whole.slice(at + length));
    const shuffled = fc
      .array(fc.oneof(fc.constantFrom(...whole.split('\n')), fc.string()))
      .map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(fc.oneof(changed, shuffled, fc.string({ unit: 'binary' })), (output) => {
        const seen = parse(output);
        const known = seen.ok
          ? Array.isArray(seen.value.services['akashic-records'])
          : ['malformed', 'denied', 'unreachable', 'unsupported'].includes(seen.reason);
        expect(known).toBe(true);
      }),
      { numRuns: fuzzRounds(2000) },
    );
  });
});
