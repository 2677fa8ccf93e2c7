import { high } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';

export const siteUnreachable = {
  category: 'observation',
  severity: high,
  transient: false,
  hidden_while_down: false,
  rests_on: ['connection'],
  roles: ['of_site'],
  actions: [],
  title: '{who} has machines that were not read',
  titles: '{who} have machines that were not read',
  facts: ['{machines}: {reasons}', 'Unknown meanwhile: {services}'],
  cure: 'Run `driftwatch doctor`: it checks the site.',
  example: {
    service: null,
    machine: null,
    expected: 'a worker that reads its machines',
    actual: 'no worker took the work',
    evidence: {
      site: 'home',
      machines: ['nas'],
      services: ['event-relay', 'codex'],
      reasons: ['no worker took the work'],
    },
  },
  docs: {
    brief: 'a site was not read',
    means: [
      'machines of a [site](sites.md) were not read, because its workers or the queue failed. There',
      'is one finding per site; it names the machines and the reason. Their services are unknown,',
      'and none of the machines counts as unreachable.',
    ],
    likely_cause: [
      'no worker runs there, or it died with the job. Redis is down, full or refuses the password.',
      'Bot and worker have different `SITE_KEY`s or clocks. `WORKER_HOSTS` does not allow a',
      'machine.',
    ],
    cure: [
      "`driftwatch doctor` queries each site and says which of these it is. The worker's",
      'log shows its side.',
    ],
    goes_away: 'when an audit has read all the services that it hid.',
  },
} satisfies CatalogueEntry;
