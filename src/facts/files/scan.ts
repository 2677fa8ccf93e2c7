import type { FileMode } from './file-mode.ts';
import type { Observation } from '../observation.ts';

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
