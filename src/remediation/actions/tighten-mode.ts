import type { Service } from '../../inventory/manifest.ts';
import { hasRole } from '../../findings/catalogue.ts';
import { refuse } from '../refusal.ts';
import type { Action } from './action.ts';
import { fileAround } from './file-around.ts';
import { onPlainFile } from './plain-file.ts';

const PERMISSIONS = 0o777;
const OWNER = 0o700;

export const tightenMode: Action = {
  name: 'tighten-mode',
  title: 'tighten the file’s mode',
  applies: ({ files }) => files.some((file) => file.in === 'host'),
  plan({ finding, service, facts }) {
    const { file: path, container } = finding.affects;
    const declared = hasRole(finding.type, 'declared_mode');
    if (container !== null)
      return refuse('it is in a container, whose next start would restore the old mode: set it in the image');
    const entries = service.files.filter((file) => file.in === 'host' && file.path === path);
    const [first] = entries;
    if (!first) return refuse('the file is not in the manifest: only files in it are changed');
    const seen = facts.files?.ok ? facts.files.value[first.path] : undefined;
    if (!seen?.ok || seen.value === null) return refuse('the file could not be seen');
    if (seen.value.type !== 'regular') return refuse('it is not a regular file');
    const actual = Number.parseInt(seen.value.mode, 8);
    const wanted = allowedBits(entries);
    if (declared && (actual & wanted) !== wanted)
      return refuse('the manifest allows more than the file’s mode does: this action never loosens');
    if (actual >> 9 !== specialBits(entries) && declared)
      return refuse('its set-user, set-group or sticky bit differs too');
    const change = removing(wanted);
    if (change === '' || (actual & PERMISSIONS & ~wanted) === 0)
      return refuse('there are no permissions to remove');
    return {
      // chmod follows links, find does not: it changes only a plain file with a single name.
      argv: onPlainFile(service, first.path, { tests: ['-links', '1'], command: ['chmod', change] }),
      touches: [first.path],
      pids: [],
    };
  },
  surroundings: (evidence) => fileAround(evidence, 'changed'),
  interrupts: ({ name }) =>
    `nothing that runs as the file’s owner. Anything else that reads the file of ${name} will be refused.`,
  check: 'the file has lost the bits',
  settled: () => true,
};

/** The permission bits that may stay. A secret is for its owner only, whatever mode the manifest gives. */
function allowedBits(entries: Service['files']): number {
  const declared = entries
    .flatMap(({ mode }) => mode ?? [])
    .map((mode) => Number.parseInt(mode, 8) & PERMISSIONS);
  const bits = declared.at(-1) ?? OWNER;
  return entries.some(({ secret }) => secret) ? bits & OWNER : bits;
}

function specialBits(entries: Service['files']): number {
  return Number.parseInt(entries.flatMap(({ mode }) => mode ?? []).at(-1) ?? '0', 8) >> 9;
}

/** chmod(1)'s words that remove all other bits: `g-wx,o-rwx`. It never adds any, even if the mode has changed by then. */
function removing(wanted: number): string {
  const clauses = (['u', 'g', 'o'] as const).map((who, index) => {
    const bits = (wanted >> (6 - 3 * index)) & 7;
    const gone = ['r', 'w', 'x'].filter((_, at) => (bits & (4 >> at)) === 0).join('');
    return gone === '' ? '' : `${who}-${gone}`;
  });
  return clauses.filter((clause) => clause !== '').join(',');
}
