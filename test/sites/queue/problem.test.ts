import { expect, it } from 'vitest';
import { problemOf } from '../../../src/sites/queue/problem.ts';

// Of a Redis in protected mode ioredis 5 heard one of these three; the answer is mostly gone before it is read.
it.each([
  [
    new Error('DENIED Redis is running in protected mode because protected mode is enabled'),
    'Redis is in protected mode, and takes no connection from other machines: set a password for it',
  ],
  [
    Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }),
    'Redis cannot be reached: it closes the connection: does it speak TLS only (rediss://), or need a password?',
  ],
  [
    Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }),
    'Redis cannot be reached: it closes the connection: does it speak TLS only (rediss://), or need a password?',
  ],
])('says of %s what to do', (error, said) => {
  expect(problemOf(error)).toBe(said);
});
