import { describe, expect, it } from 'vitest';
import { containers } from '../../../src/probes/containers/containers.ts';
import { aMachine, aService } from '../../support/facts/observed.ts';
import { about, image, listing, row } from '../../support/probes/container-lines.ts';

const target = { machine: aMachine(), services: [aService({ docker_service: 'web' })] };

function parse(output: string) {
  return containers.parse({ output, status: 0, truncated: false }, target);
}

function only(output: string) {
  const seen = parse(output);
  if (!seen.ok) throw new Error(seen.detail);
  return seen.value.services['akashic-records']?.[0];
}

describe('the list of containers', () => {
  it('takes no one-off, other replica or other engine for a container of another name', () => {
    const web = aService({ docker_service: 'shop_web_1' });
    const found = (over: Record<string, unknown>, docker_service = 'shop_web_1', engine = 'docker') => {
      const output = listing([row({ service: 'web', project: 'shop', number: '1', ...over })]);
      const section = {
        output: output.replace('engine docker', `engine ${engine}`),
        status: 0,
        truncated: false,
      };
      const seen = containers.parse(section, { ...target, services: [{ ...web, docker_service }] });
      return seen.ok ? seen.value.services['akashic-records']?.length : null;
    };
    expect(found({ name: '/shop-web-1' })).toBe(1);
    expect(found({ name: '/shop-web-run-1a2b', oneoff: 'True' })).toBe(0);
    expect(found({ name: '/shop-web-2', number: '2' })).toBe(0);
    expect(found({ name: '/systemd-web', service: '' }, 'web')).toBe(0);
    expect(found({ name: '/systemd-web', service: '' }, 'web', 'podman')).toBe(1);
    expect(found({ name: '/0123456789ab_web', service: '' }, 'web')).toBe(0);
  });

  it('tells whose end others of the project wait for, in no other project', () => {
    const depends_on = 'db:service_healthy:false,web:service_completed_successfully:false';
    const waits = row({ name: '/shop-app-1', service: 'app', project: 'shop', depends_on });
    const migration = (project: string) => row({ name: `/${project}-web-1`, service: 'web', project });
    expect(only(listing([waits, migration('shop')]))?.awaited).toBe(true);
    expect(only(listing([waits, migration('blog')]))).not.toHaveProperty('awaited');
    const db = row({ name: '/web', service: 'db', project: 'shop' });
    expect(only(listing([waits, db]))).not.toHaveProperty('awaited');
  });

  it.each([
    [
      "Worker nodes can't be used to view or modify cluster state.",
      'this machine is no manager of its swarm',
    ],
    ['The swarm does not have a leader.', 'the managers of its swarm do not work'],
    ['Use "docker swarm init" or "docker swarm join"', undefined],
    ['sudo: a password is required', undefined],
  ])('tells why a swarm did not list its services: %s', (said, why) => {
    const lines = [`Error response from daemon: This node is not a swarm manager. ${said}`, 'end swarm 1'];
    const output = listing([row()]).replace('end ps 0', ['end ps 0', ...lines].join('\n'));
    const seen = parse(output);
    expect(seen.ok && seen.value.swarm_unread).toBe(why);
    const task = row({ name: '/web.1.x', swarm_service: 'web', swarm_task: 'web.1.x' });
    const swarm = parse(listing([task]).replace('end ps 0', ['end ps 0', ...lines].join('\n')));
    expect(swarm.ok && swarm.value.swarm_unread).toBe(why ?? 'its swarm did not list its services');
  });

  it.each([
    ['ssh://root@prod', false],
    ['tcp://10.0.0.7:2376', false],
    ['tcp://127.0.0.1:2375', true],
    ['ssh://core@localhost:50222', true],
    [`tcp://${aMachine().host}:2376`, true],
    ['unix:///run/user/1000/docker.sock', true],
  ])('is not of this machine where docker talks to another: %s', (endpoint, own) => {
    const seen = parse(listing().replace('id ', `at ${endpoint}\nid `));
    expect(!seen.ok && seen.detail.includes('the engine of another machine')).toBe(!own);
  });

  it('tells everybody whose podman was read', () => {
    const [root, own] = ['podman sudo knox', 'podman knox'].map((who) =>
      listing().replace('engine docker', `engine ${who}`),
    );
    const seen = parse(`${root}${own}`);
    expect(seen.ok && [seen.value.podman_user, seen.value.podman_users]).toEqual([null, ['root', 'knox']]);
  });

  it('tells when the image that the tag names was built, and whether it is the same', () => {
    const other = `sha256:${'d'.repeat(64)}`;
    const tag = (...lines: string[]) => about.toSpliced(6, 1, ...lines);
    const named = [`tag "${other}"`, 'tagged "2026-03-29T11:00:00Z"'];
    const [differs] = [only(listing([row()], tag(...named)))];
    expect(differs).toMatchObject({ tag_image_id: other, tag_created: '2026-03-29T11:00:00Z' });
    expect(differs).not.toHaveProperty('tag_same');
    expect(only(listing([row()], tag(...named, `same ${image}`)))?.tag_same).toBe(true);
    expect(only(listing([row()], tag(...named, `same ${other}`)))).not.toHaveProperty('tag_same');
  });

  it.each([
    ['Error: No such image: app:latest', undefined],
    ['Error: app:latest: image not known', undefined],
    ['Error response from daemon: context deadline exceeded', expect.stringContaining('deadline')],
    ['', 'the engine said nothing'],
  ])('tells a tag that is gone from one that was not read: %j', (said, why) => {
    const lines = [...about.slice(0, 6), said, 'end tag 1'];
    const found = only(listing([row()], lines));
    expect([found?.tag_image_id, found?.tag_unread]).toEqual([null, why]);
  });

  it('tells where something is mounted', () => {
    expect(only(listing([row({ mounts: ['/app', '/data'] })]))?.mounts).toEqual(['/app', '/data']);
    expect(only(listing([row({ mounts: [] })]))).not.toHaveProperty('mounts');
  });
});
