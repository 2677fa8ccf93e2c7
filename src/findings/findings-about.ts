import { servicesIn } from './affects.ts';
import type { Finding } from './finding.ts';

type About = {
  /** service -> its findings */
  own: Map<string, Finding[]>;
  /** service -> observation findings about it, or that hide it */
  observing: Map<string, Finding[]>;
};

// Cached: it is called for each service of a report.
const indexes = new WeakMap<readonly Finding[], About>();

/** A service's findings, worst first as the report has them. */
export function findingsOf(findings: readonly Finding[], service: string): readonly Finding[] {
  return indexOf(findings).own.get(service) ?? [];
}

/** The observation findings that say why a service is unknown, in the report's order. */
export function observationsAbout(findings: readonly Finding[], service: string): readonly Finding[] {
  return indexOf(findings).observing.get(service) ?? [];
}

function indexOf(findings: readonly Finding[]): About {
  const known = indexes.get(findings);
  if (known) return known;
  const about: About = { own: new Map(), observing: new Map() };
  for (const finding of findings) {
    if (finding.service !== null) add(about.own, finding.service, finding);
    if (finding.category !== 'observation') continue;
    for (const name of new Set([...servicesIn(finding.affects), finding.service ?? '']))
      add(about.observing, name, finding);
  }
  indexes.set(findings, about);
  return about;
}

function add(lists: Map<string, Finding[]>, name: string, finding: Finding): void {
  const list = lists.get(name);
  if (list) list.push(finding);
  else lists.set(name, [finding]);
}
