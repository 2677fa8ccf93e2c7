import { z } from 'zod';
import type { Listener } from '../../facts/listener.ts';
import { exact, Text, Whole } from './mirror.ts';

const SomeListener = exact<Listener>({
  address: Text,
  port: Whole,
  pid: Whole.nullable(),
  process: Text.nullable(),
});

export const Listeners = z.array(SomeListener);
