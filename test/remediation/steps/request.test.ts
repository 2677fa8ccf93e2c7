import { describe, expect, it } from 'vitest';
import { ada, knox } from '../../support/remediation/people.ts';
import { requested, restart } from '../../support/remediation/scene.ts';
import { createWorld } from '../../support/remediation/world.ts';
import { withService } from '../../support/remediation/manifest.ts';
import { Forbidden } from '../../../src/text/user-error.ts';
import { guest } from '../../support/remediation/people.ts';

describe('a request', () => {
  it('that waits has not ended, and one that is blocked has', async () => {
    const world = createWorld();
    const remediation = world.start();
    expect(await remediation.request(restart('log-shipper'), knox)).toMatchObject({
      state: 'requested',
      reason: null,
      ended_at: null,
    });
    const blocked = await remediation.request(restart('records'), knox);
    expect(blocked.ended_at).toBe(blocked.requested_at);
  });

  it('is told what the same one does', async () => {
    const { world, remediation, id } = await requested();
    const again = async () => await remediation.request(restart('log-shipper'), ada);
    await expect(again()).rejects.toThrow('This was requested already, and waits for a decision.');
    const said: unknown[] = [];
    world.exec = async () => {
      said.push(await again().catch((error: Error) => error.message));
      return {};
    };
    await remediation.approve(id, ada);
    expect(said).toEqual(['This was requested already, and is running now.']);
  });

  it('is forbidden to who may not decide it, and only too late for others', async () => {
    const { remediation, id } = await requested();
    await expect(remediation.approve(id, guest)).rejects.toBeInstanceOf(Forbidden);
    await remediation.deny(id, ada, 'no');
    await expect(remediation.approve(id, ada)).rejects.not.toBeInstanceOf(Forbidden);
  });

  it('says why it is about trading, by the service or by what it would touch', async () => {
    const world = createWorld();
    const { reason } = await world.start().request(restart('shiva'), knox);
    expect(reason).toBe('shiva is a trading service: nothing is ever run on one');
    world.manifest = withService(world.manifest, 'shiva', { depends_on: ['log-shipper'] });
    expect((await world.start().request(restart('log-shipper'), knox)).reason).toBe(
      'shiva trades, and depends on log-shipper: nothing is ever run that touches trading',
    );
    expect((await world.start().request(restart('records'), knox)).reason).toBe(
      'restart-container is for stateless services, and records is stateful',
    );
  });

  it('names what the action fixes where nothing of that stands', async () => {
    const world = createWorld();
    world.sick.clear();
    await expect(world.start().request(restart('metrics'), knox)).rejects.toThrow(
      /^metrics has no open finding that restart-container can fix\. It fixes [a-z_]+(?:, [a-z_]+)*\.$/,
    );
  });

  it('names the containers that were seen in what a person may do', async () => {
    const world = createWorld();
    world.containers['records'] = { name: 'records-1', engine: 'podman' };
    const { runbook } = await world.start().request(restart('records'), knox);
    expect(runbook).toContainEqual({ run: 'podman restart records-1' });
  });

  it('of a trading service has no plan, though its finding stands', async () => {
    const world = createWorld();
    expect(world.sick.has('shiva')).toBe(true);
    expect(await world.start().request(restart('shiva'), knox)).toMatchObject({
      state: 'blocked',
      plan: null,
      finding: { type: 'container_unhealthy' },
    });
  });

  it('is not taken through a site, and one of a trading service is told why not first', async () => {
    const world = createWorld();
    const [box] = world.manifest.machines;
    world.manifest = { ...world.manifest, machines: [{ ...box!, site: 'lan' }] };
    await expect(world.start().request(restart('log-shipper'), knox)).rejects.toThrow(/site/);
    expect((await world.start().request(restart('shiva'), knox)).reason).toContain('is a trading service');
  });

  it('that comes too late is expired, and says that nobody approved it', async () => {
    const { world, remediation, id } = await requested();
    world.now += 901_000;
    await expect(remediation.approve(id, ada)).rejects.toThrow(/expired|too late|time/i);
    expect((await world.approvals())[0]).toMatchObject({
      state: 'expired',
      reason: 'nobody approved it in time',
    });
  });
});
