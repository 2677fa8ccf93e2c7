import type { Manifest } from './manifest.ts';

/** A manifest with what the reader decided for its author, as sentences. */
export type Resolved = { manifest: Manifest; notes: string[] };

/** The manifest in force, and what is wrong with a newer edit of the file (null: nothing). */
export type ManifestSource = {
  /** Reads the file again when it has changed. @throws UserError while no good one has been read yet */
  current(): Promise<Resolved & { warning: string | null }>;
};
