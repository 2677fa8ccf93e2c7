import { expect, it } from 'vitest';
import { hashOf } from '../../src/remediation/plan.ts';
import { aProposal } from '../support/remediation/moment.ts';

it('is the same plan in whatever order its seal was read, and another with another part', () => {
  const { plan } = aProposal();
  const hash = hashOf({ ...plan, seal: { a: '1', b: '2', c: '3' } });
  expect(hashOf({ ...plan, seal: { c: '3', a: '1', b: '2' } })).toBe(hash);
  expect(hashOf({ ...plan, seal: { a: '1', b: '2', c: '4' } })).not.toBe(hash);
});
