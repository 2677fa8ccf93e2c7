import { z } from 'zod';
import type { Lockfile } from '../../facts/lockfile.ts';
import type { MachineIdentity } from '../../facts/machine-identity.ts';
import type { Process, ProcessTable } from '../../facts/process.ts';
import { byName, exact, observed, Text, Whole } from './mirror.ts';
import { RowsOfColumns } from './process-columns.ts';

const SomeProcess = exact<Process>({
  pid: Whole,
  ppid: Whole,
  state: Text,
  elapsed_seconds: z.number().nullable(),
  user: Text,
  command: Text,
  cgroup: Text.nullable(),
  cwd: Text.nullable(),
});

const Identity = exact<MachineIdentity>({
  id: Text.nullable(),
  boot: Text.nullable(),
  node: Text.nullable(),
  pids: Text.nullable(),
});

export const Processes = exact<ProcessTable>({
  // A worker sends columns to a bot that reads them (protocol/request.ts); rows are what any release reads.
  processes: z.union([RowsOfColumns, z.array(SomeProcess)]),
  own: z.array(Whole),
  zombies: z.exactOptional(z.array(Whole)),
  now: z.exactOptional(z.number().nullable()),
  machine: z.exactOptional(Identity),
});

type Held = Extract<Lockfile, { state: 'held' }>;

const SomeLockfile: z.ZodType<Lockfile> = z.union([
  z.strictObject({ state: z.literal('missing') }),
  exact<Held>({
    state: z.literal('held'),
    pid: Whole,
    unsure: z.exactOptional(z.literal(true)),
    others: z.exactOptional(z.array(Whole)),
    elsewhere: z.exactOptional(Text),
    age_seconds: z.number().nullable(),
    alive: z.boolean(),
  }),
]);

export const LockfilesOf = byName(observed(SomeLockfile));
