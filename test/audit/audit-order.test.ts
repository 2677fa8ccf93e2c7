import { describe, expect, it } from 'vitest';
import { createAuditOrder } from '../../src/audit/audit-order.ts';

const whole = { services: ['a', 'b'], types: ['git_drift' as const, 'duplicate_process' as const] };
const watch = { services: ['a'], types: ['duplicate_process' as const] };

describe('audits that overlap', () => {
  it('overtake each other only in what the newer one has looked for', () => {
    const turns = createAuditOrder();
    turns.record(watch, 2);
    expect([...turns.overtaken(whole, 1)]).toEqual([['a', new Set(['duplicate_process'])]]);
    expect([...turns.overtaken(watch, 1)]).toEqual([['a', new Set(['duplicate_process'])]]);
    expect([...turns.overtaken(whole, 3)]).toEqual([]);
  });

  it('leave what an older one that ends later has said to the newer one', () => {
    const turns = createAuditOrder();
    turns.record(whole, 2);
    turns.record(whole, 1);
    expect([...turns.overtaken(watch, 1)]).toEqual([['a', new Set(['duplicate_process'])]]);
  });
});
