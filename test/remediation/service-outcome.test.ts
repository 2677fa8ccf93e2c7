import { describe, expect, it } from 'vitest';
import { aFinding, aReport } from '../support/builders.ts';
import { ada, knox } from '../support/remediation/people.ts';
import { findingOf } from '../support/remediation/reprobed.ts';
import { createWorld } from '../support/remediation/world.ts';
import { requested } from '../support/remediation/scene.ts';

describe('what was run', () => {
  it.each([
    ['a bad exit', { status: 1 }, 'failed'],
    ['a signal', { status: null, signal: 'KILL' }, 'failed'],
    ['a lost connection', { end: 'lost', status: null }, 'outcome_unknown'],
    ['no end in time', { end: 'deadline', status: null }, 'outcome_unknown'],
  ] as const)('with %s ends as such, and is never repeated', async (_, answer, state) => {
    const { world, remediation, id } = await requested();
    world.exec = async () => answer;
    await remediation.approve(id, ada);
    expect(await world.stateOf(id)).toBe(state);
    await remediation.round();
    expect(world.runs).toHaveLength(1);
  });

  it.each<[string, (world: ReturnType<typeof createWorld>) => void]>([
    ['the service cannot be seen', (world) => (world.blind = true)],
    ['its container still starts up', (world) => (world.containers['log-shipper'] = { health: 'starting' })],
  ])('is not called verified while %s', async (_, after) => {
    const { world, remediation, id } = await requested();
    world.exec = async () => {
      world.sick.delete('log-shipper');
      after(world);
      return {};
    };
    await remediation.approve(id, ada);
    expect((await world.approvals())[0]).toMatchObject({
      state: 'unverified',
      outcome: { finding: 'unseen' },
    });
  });

  it('hides secrets in what the command printed', async () => {
    const { world, remediation, id } = await requested();
    world.exec = async () => ({ output: 'started\n--token=abcdef0123456789 \u001B[31mred\u001B[0m\n' });
    await remediation.approve(id, ada);
    expect((await world.approvals())[0]?.outcome?.output).toBe('started\n--token=[redacted] red');
    expect(JSON.stringify(world.journal)).not.toContain('abcdef0123456789');
  });

  it('of a forged id is refused, and written down', async () => {
    const { world, remediation } = await requested();
    await expect(remediation.approve('id-2', ada)).rejects.toThrow('has expired');
    await expect(remediation.deny('__proto__', ada, 'x')).rejects.toThrow('has expired');
    expect(world.journal.filter(({ event }) => event === 'refused')).toHaveLength(2);
  });

  it('is asked for by a select’s value, and by no forged one', async () => {
    const world = createWorld();
    const remediation = world.start();
    const findings = [...world.sick].map((service) =>
      aFinding({ id: findingOf(service), type: 'container_unhealthy', service, machine: 'box' }),
    );
    const options = await remediation.options(aReport({ findings }));
    expect(options.map(({ finding }) => finding.service)).toEqual(['log-shipper', 'metrics']);
    const opened = await remediation.requestOption(options[1]!.value, knox);
    expect(opened).toMatchObject({ state: 'requested', service: 'metrics' });
    for (const forged of ['', 'x', options[0]!.value.replace('restart-container', 'rm-rf')])
      await expect(remediation.requestOption(forged, knox)).rejects.toThrow('no longer matches the manifest');
  });
});
