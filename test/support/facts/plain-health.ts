import type { Service } from '../../../src/inventory/manifest.ts';

/** The default health settings of the manifest. */
export const plainHealth: Service['health'] = {
  version_path: null,
  timeout_ms: 5000,
  headers: {},
  expect_status: [200],
  good: [],
  accept: null,
  ca: null,
  insecure: false,
};
