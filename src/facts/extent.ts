/**
 * How much is read. `processes`: only what is needed to count copies, for /dupes. `watch`: what can become dangerous at any
 * moment; no git, no file scan, no repository.
 */
export type Extent = 'all' | 'processes' | 'watch';
