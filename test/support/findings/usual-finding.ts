import type { Finding } from '../../../src/findings/finding.ts';

/** What a rule usually says of its type; the rest is a builder's. */
export type Usual = Partial<Finding> & Pick<Finding, 'expected' | 'actual' | 'evidence'>;
