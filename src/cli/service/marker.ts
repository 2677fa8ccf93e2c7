/** In the first lines of what `service install` writes: only such a file is ever replaced or removed. */
export const WRITTEN_BY = 'Written by driftwatch service install, which rewrites it.';
