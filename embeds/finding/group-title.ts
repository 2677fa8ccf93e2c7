import { catalogue } from '../../src/findings/catalogue.ts';
import { subjectOf } from '../../src/findings/subject.ts';
import { titleOf } from '../../src/findings/wording.ts';
import type { Finding } from '../../src/findings/finding.ts';
import { inert } from '../escape.ts';

/** At most this many are named, the rest counted. */
const NAMED = 3;
const NAMES_MAX = 60;
const NAME_MAX = 40;
const TITLE_MAX = 80;
const MACHINES = 4;

type Named = Pick<Finding, 'type' | 'service' | 'machine'> & {
  evidence?: Finding['evidence'];
  finding?: Pick<Finding, 'expected' | 'actual' | 'evidence'> | null;
};

const unsaid = { expected: null, actual: null };

/** Entries of one type as one line: `apib and webapp fail their health check`, `33 services …: nas (16), mini (17)`. */
export function groupTitle(entries: readonly Named[], { machines = true } = {}): string {
  const [first] = entries;
  if (!first) return '';
  const names = [...new Set(entries.map(nameOf))];
  if (names.length === 1) {
    const title = inert(titleOf({ ...unsaid, ...first.finding, ...first }), TITLE_MAX);
    return entries.length === 1 ? title : `${title} (${entries.length}×)`;
  }
  const who = whoOf(entries);
  const line = catalogue[first.type].titles.replace('{who}', () => who);
  const haveMachines = entries.some(({ machine }) => machine !== null);
  return areNamed(names) || !machines || !haveMachines ? line : `${line}: ${machinesOf(entries)}`;
}

/** Does the title name all services and machines of the entries? */
export function isNamedInTitle(entries: readonly Named[]): boolean {
  const [first] = entries;
  const names = [...new Set(entries.map(nameOf))];
  if (!first || names.length > 1) return areNamed(names);
  return catalogue[first.type].title.includes('{who}');
}

/** `apib and webapp`, or `33 services` if there are many. */
export function whoOf(entries: readonly Named[]): string {
  const names = [...new Set(entries.map(nameOf))];
  if (areNamed(names)) return listed(names);
  return `${names.length.toLocaleString('en-US')} ${nounOf(entries)}`;
}

function nounOf(entries: readonly Named[]): string {
  if (entries.some(({ service }) => service !== null)) return 'services';
  return entries.some(({ machine }) => machine !== null) ? 'machines' : 'sites';
}

function areNamed(names: readonly string[]): boolean {
  return names.length <= NAMED && listed(names).length <= NAMES_MAX;
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** The service, machine or site that an entry is about. */
export function nameOf({ finding, ...about }: Named): string {
  return inert(
    subjectOf({ ...about, evidence: about.evidence ?? finding?.evidence }) ?? 'the fleet',
    NAME_MAX,
  );
}

/** `nas (16), mini (17)` */
function machinesOf(entries: readonly Named[]): string {
  const counts = [...Map.groupBy(entries, ({ machine }) => machine ?? 'the fleet')];
  const most = counts.toSorted(([, one], [, other]) => other.length - one.length);
  const named = most
    .slice(0, MACHINES)
    .map(([name, own]) => `${inert(name, NAME_MAX)} (${own.length.toLocaleString('en-US')})`);
  const left = most.length - named.length;
  return [...named, ...(left > 0 ? [`${left} more machines`] : [])].join(', ');
}
