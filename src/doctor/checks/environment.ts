import { whatIsOff } from '../../env/features.ts';
import type { Check } from '../check.ts';
import { ok, skipped } from '../result.ts';

/** Reading the environment has checked it (doctor does not run without); what is off is said. */
export const environment: Check = {
  name: 'environment',
  async examine({ env }) {
    const off = whatIsOff(env).map(({ what, keys }) =>
      skipped(keys.join(', ') || 'environment', `not set: ${what}`),
    );
    return [ok('environment', 'every key that is set is valid'), ...off];
  },
};
