import type { Finding } from '../findings/finding.ts';

/** What has not been reported yet. */
export type News = { opened: Finding[]; worsened: Finding[]; resolved: Finding[] };
