import { low } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';

export const unmanaged = {
  category: 'services',
  severity: low,
  transient: false,
  hidden_while_down: false,
  rests_on: ['unmanaged'],
  roles: [],
  actions: [],
  title: '{who} runs something unmanaged',
  titles: '{who} run something unmanaged',
  facts: ['{name}: {what}'],
  cure: 'Add it to the manifest, or list it in `policy.unmanaged_ignore`.',
  example: {
    service: null,
    expected: 'a service of the manifest',
    actual: 'nginx',
    evidence: { name: 'nginx', what: 'systemd unit nginx.service, port 80' },
  },
  docs: {
    brief: 'it runs but no manifest names it (off by default)',
    severity: 'LOW, and only if the manifest says `policy.unmanaged: report`.',
    means: [
      'it runs on a machine of the manifest, but is not in the manifest. It is a container, the',
      "operator's own unit or job, or a program that somebody started by hand, as",
      '[discover](discover.md) finds them. What belongs to the system and its packages does not',
      'count.',
    ],
    likely_cause: 'somebody tried something and left it running, or forgot the manifest.',
    cure: [
      'add it (`driftwatch discover USER@HOST --append FILE`), stop it, or list its name',
      'in `policy.unmanaged_ignore`, where `*` stands for any text.',
    ],
    goes_away: 'when it has ended, or the manifest has it.',
  },
} satisfies CatalogueEntry;
