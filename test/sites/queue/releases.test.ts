import { describe, expect, it } from 'vitest';
import { lacks } from '../../support/machines/system.ts';
import { auditSite } from '../../support/sites/audit.ts';
import { aPuppet, machineOf, nodeRuns } from '../../support/sites/puppet.ts';
import { aQueue, theBot } from '../../support/sites/scene.ts';

type Answer = ReturnType<typeof nodeRuns>;

/** What an audit of two machines says where a worker answers so. */
async function audited(release: string, altered: (answer: Answer) => object) {
  const queue = await aQueue();
  aPuppet(queue.url, async ({ request, sealed, answers }) => {
    await answers.add('job', [await sealed(altered(nodeRuns(machineOf(request), release)))]);
  });
  return await auditSite(theBot(queue.url).sites, 2);
}

describe.skipIf(lacks(['redis-server', 'redis-server']))('an audit with a worker of another release', () => {
  it.each<[string, (answer: Answer) => object]>([
    ['says what this one does', (answer) => answer],
    ['says more beside it', (answer) => ({ ...answer, weather: 'fine' })],
    ['says more of the machine', (answer) => withFacts({ ...answer.observation, weather: 'fine' })(answer)],
    [
      'has a probe more',
      (answer) =>
        withFacts({ facts: { ...answer.observation.facts, gpus: { ok: true, value: [] } } })(answer),
    ],
  ])('is as ever where it %s', async (_, altered) => {
    expect(await audited('0.2.0', altered)).toEqual({ states: ['in_sync', 'in_sync'], found: [] });
  });

  it('knows nothing of a fact that it puts in another way: it may mean something else', async () => {
    const { states, found } = await audited('0.2.0', (answer) => {
      const { value } = answer.observation.facts.processes;
      return withFacts({ facts: { processes: { ok: true, value: { ...value, frozen: [7] } } } })(answer);
    });
    expect(states).toEqual(['unknown', 'unknown']);
    expect(found.join()).toContain(
      "the worker's release 0.2.0 tells this in a way that the bot's 0.1.0 does not know: update the older one",
    );
  });

  it.each([
    [
      'cannot be read at all',
      '0.2.0',
      { kind: 'guess' },
      "a worker of site home has release 0.2.0, whose answer the bot's 0.1.0 cannot read: update the older one",
    ],
    [
      'is of two minor versions later',
      '0.3.0',
      { kind: 'guess' },
      "a worker of site home has release 0.3.0, too far from the bot's 0.1.0: update the older one",
    ],
    [
      'is of the next major version, though it reads',
      '1.0.0',
      {},
      "a worker of site home has release 1.0.0, too far from the bot's 0.1.0: update the older one",
    ],
    [
      'is damaged, and of this release',
      '0.1.0',
      { weather: 'fine' },
      'an answer from site home was refused: it is damaged or is no such thing',
    ],
  ])('says so once for the site where its answer %s', async (_, release, over, sentence) => {
    const { states, found } = await audited(release, (answer) => ({ ...answer, ...over }));
    expect(states).toEqual(['unknown', 'unknown']);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`site_unreachable: Site home was not seen (2 machines): ${sentence}.`);
  });
});

function withFacts(over: object) {
  return (answer: Answer) => ({ ...answer, observation: { ...answer.observation, ...over } });
}
