import { setFlagsFromString } from 'node:v8';

/**
 * Keeps the heap of a long-lived process small, however many objects come and go, as under a flood of requests. Node lets
 * the space of young objects grow to 128 MB then, and never gives it back; left alone where Node's own options
 * say how large it may be. To be called first: it grows while modules load.
 */
export function keepHeapSmall(options: readonly string[]): void {
  if (!options.some((option) => option.includes('max-semi-space-size')))
    setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=20');
}
