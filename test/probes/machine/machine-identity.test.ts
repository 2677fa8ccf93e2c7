import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { IDENTITY_LISTING, readIdentity } from '../../../src/probes/machine/machine-identity.ts';

const none = { id: null, boot: null, node: null, pids: null };

describe('the identity of a machine', () => {
  it('is what this machine says', () => {
    const printed = execFileSync('sh', ['-s'], {
      input: `exec 2>/dev/null\n${IDENTITY_LISTING}`,
      encoding: 'utf8',
    });
    const identity = readIdentity(printed.split('\n'));
    expect(identity.node).toBe(hostname());
    const boot = '/proc/sys/kernel/random/boot_id';
    if (!existsSync(boot)) return;
    expect(identity.boot).toBe(readFileSync(boot, 'utf8').trim());
    expect(identity.pids).toMatch(/^pid:\[\d+\]$/);
  });

  it.each([
    [
      ['machine id f3a1', 'machine boot 9c2e', 'machine node tess'],
      { ...none, id: 'f3a1', boot: '9c2e', node: 'tess' },
    ],
    [['machine id uninitialized'], none],
    [['machine id 00000000-0000-0000-0000-000000000000'], none],
    [['machine id two words', 'machine', 'machine what x', 'x'], none],
    [['machine id one', 'machine id two'], { ...none, id: 'one' }],
    [[`machine node ${'x'.repeat(300)}`], none],
  ])('is read from %j', (lines, identity) => {
    expect(readIdentity(lines)).toEqual(identity);
  });
});
