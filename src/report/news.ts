import type { Finding } from '../findings/finding.ts';

/** What people have not been told yet. */
export type News = { opened: Finding[]; worsened: Finding[]; resolved: Finding[] };
