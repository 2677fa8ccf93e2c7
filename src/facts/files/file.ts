import type { Observation } from '../observation.ts';
import type { Engine } from '../container.ts';

/** The parsed first column of `ls -l`. `mode`: four octal digits, `0640`. */
export type FileMode = { mode: string; type: 'regular' | 'directory' | 'socket' | 'fifo' | 'other' };

/** The file that a path leads to, after all links. */
export type FileFact = FileMode & {
  uid: number;
  gid: number;
  /** names, or numbers if the machine has no names; null if they contain spaces and cannot be separated */
  owner: string | null;
  group: string | null;
  /** PEM text in which no private key was found: certificates, public keys */
  is_public: boolean;
  /** 64 lower-case hex digits; null if not requested, or the path does not lead to a regular file */
  sha256: Observation<string> | null;
};

/** path -> the file that it leads to; null if there is none */
export type Files = Record<string, Observation<FileFact | null>>;

/**
 * Something that everybody may write: a file, a folder without the sticky bit, a socket, a FIFO. Or a file with a secret's
 * name that users other than its owner may read.
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

/** `rest`: why other files in the folder were not seen; null if all were. */
export type Scan = { files: ScannedFile[]; rest: Observation<never> | null };

/** folder -> what was found below it */
export type Scans = Record<string, Observation<Scan>>;

/** What was seen inside one container. */
export type Inside = { container: string; engine: Engine; files: Files; scans: Scans };

/** service -> its running containers, at least one */
export type ContainerFiles = Record<string, Observation<Inside[]>>;
