import type { FileMode } from './file-mode.ts';
import type { Observation } from '../observation.ts';
import type { Engine } from '../container.ts';

/** What a path leads to. */
export type FileFact = FileMode & {
  uid: number;
  gid: number;
  /** names, or the numbers where the machine has none for them; null where they hold spaces and cannot be told apart */
  owner: string | null;
  group: string | null;
  /** PEM text in which no private key was found: certificates, public keys */
  is_public: boolean;
  /** 64 lower-case hex digits; null where it was not requested, or the path leads to no regular file */
  sha256: Observation<string> | null;
};

/** path -> what it leads to; null where there is nothing */
export type Files = Record<string, Observation<FileFact | null>>;

/**
 * What everybody may write: a file, a folder without the sticky bit, a socket, a FIFO. Or a file that has a secret's name
 * and that others than its owner may read.
 */
export type ScannedFile = {
  path: string;
  type: Exclude<FileMode['type'], 'other'>;
  /** four octal digits */
  mode: string;
  owner: string;
  group: string;
  /** PEM text in which no private key was found */
  is_public: boolean;
};

/** `rest`: why what the folder holds besides these files was not seen; null where all of it was. */
export type Scan = { files: ScannedFile[]; rest: Observation<never> | null };

/** folder -> what was found below it */
export type Scans = Record<string, Observation<Scan>>;

/** What was seen inside one container. */
export type Inside = { container: string; engine: Engine; files: Files; scans: Scans };

/** service -> its running containers, at least one */
export type ContainerFiles = Record<string, Observation<Inside[]>>;
