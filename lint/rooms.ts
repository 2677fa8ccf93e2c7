import { clientLibraries, discordLibraries, impureGlobals, inPure, queues } from './libraries.ts';
import type { Pattern } from './libraries.ts';

// Who may import whom: one row a room. `npm run rooms` writes it into .oxlintrc.json; test/house.test.ts holds both together.

/** Room -> the rooms it may import. A room is a folder of src, `commands`, `embeds`, or src/app.ts. */
export const mayImport: Record<string, readonly string[]> = {
  text: [],
  time: ['text'],
  async: ['text'],
  findings: ['text', 'time'],
  inventory: ['findings', 'text', 'time'],
  env: ['inventory', 'sites', 'text', 'time'],
  facts: ['inventory', 'text', 'time'],
  clients: ['async', 'facts', 'text', 'time'],
  probes: ['async', 'clients', 'facts', 'inventory', 'text', 'time'],
  sites: ['async', 'facts', 'inventory', 'probes', 'text', 'time'],
  worker: ['async', 'clients', 'facts', 'inventory', 'probes', 'sites', 'text', 'time'],
  discover: ['async', 'clients', 'facts', 'inventory', 'probes', 'text', 'time'],
  report: ['async', 'facts', 'findings', 'text', 'time'],
  comparison: ['async', 'discover', 'facts', 'findings', 'inventory', 'report', 'text', 'time'],
  store: ['clients', 'findings', 'inventory', 'report', 'text', 'time'],
  audit: [
    'async',
    'clients',
    'comparison',
    'facts',
    'findings',
    'inventory',
    'probes',
    'report',
    'store',
    'text',
    'time',
  ],
  remediation: [
    'async',
    'audit',
    'clients',
    'comparison',
    'facts',
    'findings',
    'inventory',
    'probes',
    'report',
    'store',
    'text',
    'time',
  ],
  embeds: ['facts', 'findings', 'inventory', 'remediation', 'report', 'text', 'time'],
  alerting: ['clients', 'embeds', 'findings', 'report', 'store', 'text', 'time'],
  app: ['audit', 'facts', 'findings', 'inventory', 'remediation', 'report', 'store', 'text', 'time'],
  discord: ['app', 'async', 'embeds', 'facts', 'findings', 'remediation', 'report', 'text', 'time'],
  commands: ['app', 'discord', 'embeds', 'inventory', 'text'],
  triggers: ['app', 'async', 'facts', 'findings', 'inventory', 'report', 'text', 'time'],
  doctor: [
    'async',
    'clients',
    'comparison',
    'discord',
    'env',
    'facts',
    'inventory',
    'probes',
    'sites',
    'text',
    'time',
  ],
  bot: [
    'alerting',
    'app',
    'async',
    'audit',
    'clients',
    'commands',
    'comparison',
    'discord',
    'doctor',
    'env',
    'facts',
    'findings',
    'inventory',
    'remediation',
    'report',
    'sites',
    'store',
    'text',
    'time',
    'triggers',
  ],
  cli: [
    'app',
    'clients',
    'comparison',
    'discover',
    'doctor',
    'env',
    'facts',
    'findings',
    'inventory',
    'probes',
    'remediation',
    'report',
    'text',
    'time',
  ],
  verbs: [
    'app',
    'bot',
    'cli',
    'clients',
    'doctor',
    'env',
    'remediation',
    'report',
    'sites',
    'store',
    'text',
    'worker',
  ],
};

/** No IO, no clock, no environment: time comes in as an argument. */
export const pure = [
  'src/facts/**',
  'src/findings/**',
  'src/comparison/**',
  'src/report/**',
  'embeds/**',
  'src/remediation/policy.ts',
  'src/remediation/approval.ts',
  'src/remediation/plan.ts',
  'src/remediation/trading.ts',
  'src/remediation/proposal/option.ts',
  'src/remediation/proposal/options.ts',
  'src/remediation/actions/**',
];

const root: Pattern = { group: ['**/main.ts'], message: 'Nobody imports main.ts.' };

function wallOf(room: string): Pattern {
  const closed = Object.keys(mayImport).filter(
    (other) => other !== room && !mayImport[room]?.includes(other),
  );
  const group = closed.map((other) => (other === 'app' ? '**/src/app.ts' : `**/${other}/**`));
  if (closed.includes('app')) group.push('../app.ts', '../../app.ts', '../../../app.ts');
  return { group, message: `${room} may import only what lint/rooms.ts allows it.` };
}

/** Libraries that a room has no business with. */
function librariesOf(room: string): Pattern[] {
  const message = `${room} gets clients, stores and servers handed in.`;
  const closed = [
    ...(['clients', 'store', 'bot', 'cli', 'env'].includes(room) ? [] : clientLibraries),
    ...(['discord', 'commands', 'embeds', 'alerting', 'bot', 'doctor'].includes(room)
      ? []
      : discordLibraries),
    ...(['sites', 'worker'].includes(room) ? [] : queues),
  ];
  return closed.length === 0 ? [] : [{ group: closed, message, allowTypeImports: true }];
}

/** The overrides of .oxlintrc.json that hold the rooms. */
export function overrides() {
  const globals = impureGlobals.map((name) => ({
    name,
    message: 'This room is pure: no IO, no clock. Time comes in as an argument; dates go through src/time.',
  }));
  const rooms = Object.keys(mayImport).map((room) => {
    const files = filesOf(room);
    const isPure = pure.includes(files);
    const patterns = [root, wallOf(room), ...(isPure ? inPure : librariesOf(room))];
    return {
      files: [files],
      rules: {
        'no-restricted-imports': ['error', { patterns }],
        ...(isPure ? { 'no-restricted-globals': ['error', ...globals] } : {}),
      },
    };
  });
  const parts = pure.filter((files) => files.startsWith('src/remediation/'));
  return [
    ...rooms,
    {
      files: parts,
      rules: {
        'no-restricted-imports': ['error', { patterns: [root, wallOf('remediation'), ...inPure] }],
        'no-restricted-globals': ['error', ...globals],
      },
    },
  ];
}

export function filesOf(room: string): string {
  if (room === 'app') return 'src/app.ts';
  return room === 'commands' || room === 'embeds' ? `${room}/**` : `src/${room}/**`;
}
