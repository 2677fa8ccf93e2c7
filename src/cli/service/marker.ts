/** Marks files that `service install` wrote: only these are ever replaced or removed. */
export const WRITTEN_BY = 'Written by driftwatch service install, which rewrites it.';
