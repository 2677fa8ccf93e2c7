import { z } from 'zod';
import type { FileFact, Inside, Scan, ScannedFile } from '../../facts/files/file.ts';
import { SomeEngine } from './containers.ts';
import { byName, exact, NeverSeen, observed, Text, Whole } from './mirror.ts';

const SomeFile = exact<FileFact>({
  mode: Text,
  type: z.enum(['regular', 'directory', 'socket', 'fifo', 'other']),
  uid: Whole,
  gid: Whole,
  owner: Text.nullable(),
  group: Text.nullable(),
  is_public: z.boolean(),
  sha256: observed(Text).nullable(),
});

const Scanned = exact<ScannedFile>({
  path: Text,
  type: z.enum(['regular', 'directory', 'socket', 'fifo']),
  mode: Text,
  owner: Text,
  group: Text,
  is_public: z.boolean(),
});

const SomeScan = exact<Scan>({ files: z.array(Scanned), rest: NeverSeen.nullable() });

export const FilesOf = byName(observed(SomeFile.nullable()));
export const ScansOf = byName(observed(SomeScan));

const SomeInside = exact<Inside>({ container: Text, engine: SomeEngine, files: FilesOf, scans: ScansOf });

export const ContainerFilesOf = byName(observed(z.array(SomeInside)));
