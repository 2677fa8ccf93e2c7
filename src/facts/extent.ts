/**
 * How much is read. `processes`: what tells how many run, as /dupes asks. `watch`: what can turn dangerous at any moment;
 * no git, no file scan, no repository.
 */
export type Extent = 'all' | 'processes' | 'watch';
