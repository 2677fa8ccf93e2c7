import { critical } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';

export const instanceMismatch = {
  category: 'services',
  severity: critical,
  transient: false,
  hidden_while_down: true,
  rests_on: ['processes', 'local_health', 'health', 'instances'],
  roles: ['cure_interrupts'],
  actions: [],
  title: 'Two instances answer for {who}',
  titles: '{who} have two instances each behind one port',
  facts: [
    '{answers.0.interface}: {answers.0.version}, pid {answers.0.pid}',
    '{answers.1.interface}: {answers.1.version}, pid {answers.1.pid}',
  ],
  cure: 'Find the right one, then stop the other.',
  example: {
    advice: 'Find the right one, then stop the other.',
    expected: 'one instance behind all interfaces',
    actual: null,
    evidence: {
      answers: [
        { interface: 'tailscale', version: 'a3f8c21d9e0b4f6a7c8d1e2f3a4b5c6d7e8f9a0b', pid: 812 },
        { interface: 'localhost', version: 'b9d1e44c0a1b2c3d4e5f60718293a4b5c6d7e8f9', pid: 4711 },
      ],
    },
  },
  docs: {
    brief: 'two instances answer on one port',
    means: 'two interfaces give two versions or two processes: two instances behind one port.',
    likely_cause: 'an old instance bound to one address, a new one to the other.',
    cure: "find both (`ss -ltnp 'sport = :PORT'`), decide which one should run there, stop the other.",
    goes_away: 'when all interfaces reach one instance.',
  },
} satisfies CatalogueEntry;
