import { z } from 'zod';
import type { HealthAnswer, HealthStatement } from '../../facts/health-answer.ts';
import { byName, exact, observed, Text, Whole } from './mirror.ts';

const Statement = exact<HealthStatement>({
  at: Text,
  value: z.union([Text, z.number(), z.boolean(), z.null()]),
  kind: z.enum(['state', 'flag', 'error', 'check']),
  part: z.boolean(),
});

const Answer = exact<HealthAnswer>({
  status: Whole,
  format: z.enum([
    'seed',
    'health+json',
    'actuator',
    'prometheus',
    'headers',
    'text',
    'page',
    'unreadable',
    'tcp',
    'tcp-closed',
    'none',
  ]),
  version: Text.nullable(),
  pid: z.number().nullable(),
  uptime_seconds: z.number().nullable(),
  said: z.array(Statement),
  duration_ms: z.number().nullable(),
  location: Text.nullable(),
  certificate: z.strictObject({ subject: Text, issuer: Text, valid_to_ms: z.number() }).nullable(),
});

/** service -> interface -> answer */
export const HealthOf = byName(byName(observed(Answer)));
