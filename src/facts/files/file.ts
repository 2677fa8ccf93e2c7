import type { FileMode } from './file-mode.ts';
import type { Observation } from '../observation.ts';

/** What a path leads to. */
export type FileFact = FileMode & {
  uid: number;
  gid: number;
  /** names, or the numbers where the machine has none for them; null where they hold spaces and cannot be told apart */
  owner: string | null;
  group: string | null;
  /** PEM text in which no private key was found: certificates, public keys */
  is_public: boolean;
  /** 64 lower-case hex digits; null where nobody asked for it, or the path leads to no regular file */
  sha256: Observation<string> | null;
};

/** path -> what it leads to; null where there is nothing */
export type Files = Record<string, Observation<FileFact | null>>;
