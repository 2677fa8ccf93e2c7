import { ServiceEntry } from '../../inventory/entries.ts';
import { Name } from '../../inventory/fields.ts';
import { tradingWordOf } from '../../inventory/trading/trading-words.ts';
import { quotable } from '../../text/observed-text.ts';
import type { Found, Service } from '../find/candidate.ts';
import { healthLines } from './draft-health.ts';
import type { AnswerFromHere } from './draft-health.ts';
import { repositoryLines } from './draft-repository.ts';
import type { Draft, DraftMachine, DraftService, Line } from './draft-entry.ts';
import { entryProblem } from './entry-problem.ts';

export type DraftContext = {
  machine: DraftMachine;
  /** names of services that are already in the manifest */
  taken: ReadonlySet<string>;
  /** the result of a request to an address from here */
  reach: ReadonlyMap<string, AnswerFromHere>;
};

/** Turns findings of the survey into valid entries; the rest is left out, with a remark. */
export function draftOf(found: Found, context: DraftContext): Draft {
  const { machine } = context;
  const taken = new Set(context.taken);
  const left = [...found.left];
  const services: DraftService[] = [];
  for (const service of found.services) {
    const name = freeName(service.name, machine.name, taken);
    const draft = name === null ? null : serviceDraft(service, name, context);
    const problem = draft ? entryProblem(machine, draft) : 'its name is not allowed in a manifest';
    if (!draft || name === null || problem !== null) {
      left.push(`${quotable(service.name, 60)}: ${quotable(problem ?? 'it cannot be written', 200)}`);
      continue;
    }
    taken.add(name);
    services.push(draft);
  }
  return { machine, services, left };
}

/** `indexer`, else `indexer-tesseract`, else `indexer-tesseract-2`; null if no name is valid. */
function freeName(wanted: string, machine: string, taken: ReadonlySet<string>): string | null {
  const bare = wanted.trim();
  const names = [bare, `${bare}-${machine}`];
  for (let count = 2; count <= taken.size + 2; count += 1) names.push(`${bare}-${machine}-${count}`);
  return (
    names.find((name) => !taken.has(name) && Name.safeParse(name).success && quotable(name) === name) ?? null
  );
}

function serviceDraft(service: Service, name: string, context: DraftContext): DraftService {
  const below: string[] = [];
  const lines: Line[] = [];
  const repository = repositoryLines(service);
  const health = healthLines(service, context.machine, context.reach);
  const trading = tradingIn(service, name, repository.lines);
  const proposed: Line[] = [
    {
      field: 'name',
      value: name,
      ...(name === service.name ? {} : { remark: `${quotable(service.name, 60)} is taken` }),
    },
    { field: 'machine', value: context.machine.name },
    ...(trading === null
      ? [
          { field: 'kind' as const, value: 'stateful', remark: 'TODO' },
          { field: 'risk_tier' as const, value: 'HIGH', remark: 'TODO' },
        ]
      : [
          { field: 'kind' as const, value: 'trading', remark: trading },
          { field: 'risk_tier' as const, value: 'CRITICAL' },
        ]),
    ...(['docker_service', 'systemd_unit', 'launchd_label'] as const).flatMap((field) =>
      service[field] === null ? [] : { field, value: service[field] },
    ),
    ...health.lines,
    ...repository.lines,
  ];
  for (const line of proposed) {
    const checked = ServiceEntry.shape[line.field].safeParse(line.value);
    if (checked.success) lines.push(quoted(line));
    else
      below.push(
        `${line.field}: ${quotable(String(line.value), 80)} ${checked.error.issues[0]?.message ?? ''}`,
      );
  }
  return {
    service,
    above: [quotable(service.what, 300), ...service.notes.map((note) => `Note: ${quotable(note, 200)}.`)],
    lines,
    below: [...below, ...health.below, ...repository.below].map(
      (line) => `not written: ${quotable(line, 300)}`,
    ),
  };
}

/** A remark may quote a path or a branch of the machine. */
function quoted(line: Line): Line {
  return line.remark === undefined ? line : { ...line, remark: quotable(line.remark, 300) };
}

/** Why it counts as trading, null if it does not. Fails closed: the name may be anywhere. */
function tradingIn(service: Service, name: string, repository: readonly Line[]): string | null {
  const own = tradingWordOf(name) ?? tradingWordOf(service.name);
  if (own !== null) return `the name holds ${own}`;
  const repo = repository.find(({ field }) => field === 'repo')?.value;
  const { docker_service, systemd_unit, launchd_label, program } = service;
  const texts = [...service.mentions, docker_service, systemd_unit, launchd_label, program, repo];
  for (const text of texts) {
    const word = typeof text === 'string' ? tradingWordOf(text) : null;
    if (word !== null) return `TODO: ${quotable(String(text), 80)} contains ${word}`;
  }
  return null;
}
