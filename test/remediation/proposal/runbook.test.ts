import { describe, expect, it } from 'vitest';
import type { Container } from '../../../src/facts/container.ts';
import { runbook } from '../../../src/remediation/proposal/runbook.ts';
import { aContainer } from '../../support/facts/observed-containers.ts';
import { aService } from '../../support/facts/observed.ts';

describe('what a person may do by hand', () => {
  const task = { service: 'shop_web', stack: 'shop', slot: 'shop_web.1' };
  it.each<[what: string, seen: Partial<Container>[], command: string]>([
    ['docker, where nobody has seen its containers', [], 'docker restart web'],
    ['podman, where podman runs it', [{ engine: 'podman', name: 'web' }], 'podman restart web'],
    [
      'each container of a compose service',
      [{ name: 'shop-web-1' }, { name: 'shop-web-2' }],
      'docker restart shop-web-1 shop-web-2',
    ],
    [
      "the swarm's service",
      [{ swarm: task, name: 'shop_web.1.abc' }],
      'docker service update --force shop_web',
    ],
  ])('names %s', (_what, seen, command) => {
    const service = aService({ docker_service: 'web' });
    expect(runbook(service, null, seen.map(aContainer))).toContainEqual({ run: command });
  });
});
