import { describe, expect, it } from 'vitest';
import { fromContainers } from '../../../src/discover/find/from-containers.ts';
import { aContainer } from '../../support/discover/builders.ts';

const alone = { project: null, service: null };

describe("a swarm's tasks, as discover drafts them", () => {
  it('are one service of its own name, whatever the tasks are called', () => {
    const tasks = ['shop_web.1.q8d0', 'shop_web.2.x1kz'].map((name) =>
      aContainer({ name, swarm: 'shop_web', ...alone }),
    );
    const ended = aContainer({ name: 'shop_web.1.old', swarm: 'shop_web', ...alone, state: 'exited' });
    const { candidates, left } = fromContainers([ended, ...tasks]);
    expect(candidates).toMatchObject([{ name: 'shop_web', docker_service: 'shop_web' }]);
    expect(left).toEqual([]);
    expect(fromContainers([ended])).toMatchObject({ candidates: [] });
  });
});
