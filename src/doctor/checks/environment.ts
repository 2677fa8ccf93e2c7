import { whatIsOff } from '../../env/features.ts';
import type { Check } from '../check.ts';
import { ok, skipped } from '../result.ts';

/** The environment was validated when it was read (else doctor does not run); this lists the features that are off. */
export const environment: Check = {
  name: 'environment',
  async examine({ env }) {
    const off = whatIsOff(env).map(({ what, keys }) =>
      skipped(keys.join(', ') || 'environment', `not set: ${what}`),
    );
    return [ok('environment', 'every key that is set is valid'), ...off];
  },
};
