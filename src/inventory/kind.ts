import { quotable } from '../text/observed-text.ts';
import { catalogue } from '../findings/catalogue.ts';
import { FindingType } from '../findings/finding-types.ts';
import { severities } from '../findings/severity.ts';
import type { Severity } from '../findings/severity.ts';
import type { Service } from './manifest.ts';
import { tradingWordOf } from './trading/trading-words.ts';

/** All fields in which a manifest may name a service or something of it: of an entry, or of a Service. */
type Named = Pick<Service, 'name'> & {
  [field in (typeof fields)[number]]?: string | null | undefined;
} & { files?: readonly { path: string }[] | undefined; scan?: readonly string[] | undefined };

const fields = [
  'repo',
  'docker_service',
  'launchd_label',
  'systemd_unit',
  'process',
  'lockfile',
  'checkout',
] as const;

/** A name of a service that contains a trading word. `what`: `name`, `repo`, `file` … */
type TradingName = { what: string; text: string; word: string };

// Cached: it runs over the whole manifest for each action that may be offered.
const known = new WeakMap<object, TradingName | null>();

/** The first name of a service that means a trading bot, or null. */
export function tradingNameOf(service: Named): TradingName | null {
  const before = known.get(service);
  if (before !== undefined) return before;
  const found = firstOf(service);
  known.set(service, found);
  return found;
}

function firstOf(service: Named): TradingName | null {
  for (const [what, text] of namesOf(service)) {
    // `/[s]hiva/` is shiva too
    const word = tradingWordOf(what === 'process' ? text.replaceAll(/[[\]()\\]/g, '') : text);
    if (word !== null) return { what, text, word };
  }
  return null;
}

function namesOf(service: Named): [what: string, text: string][] {
  return [
    ['name', service.name],
    ...fields.flatMap((field): [string, string][] => {
      const text = service[field];
      return text ? [[field, text]] : [];
    }),
    ...(service.files ?? []).map(({ path }): [string, string] => ['file', path]),
    ...(service.scan ?? []).map((path): [string, string] => ['scan', path]),
  ];
}

/** The same in words, without a full stop: `api counts as trading: its repo Org/shiva contains the word shiva`. */
export function whyNamedTrading(service: Named): string | null {
  const named = tradingNameOf(service);
  return named && sentence(service.name, named);
}

function sentence(service: string, { what, text, word }: TradingName): string {
  const which = what === 'name' ? 'name' : `${what} ${quotable(text, 100)}`;
  return `${service} counts as trading: its ${which} contains the word ${word}`;
}

/** Names that make the service itself trading. A path or a repository may belong to a program that only reads its logs. */
const ofItself = ['name', 'docker_service', 'systemd_unit', 'launchd_label', 'process'];

type Kind = {
  kind: Service['kind'];
  /** if the manifest does not say */
  singleton: Service['singleton'];
  /** the note for people if a name overrode the manifest */
  note: string | null;
};

/** A service's kind, and what follows from it. */
export function kindOf(service: Named, declared: Service['kind'] | undefined, risk: Severity): Kind {
  const written = declared ?? (risk === 'CRITICAL' ? 'trading' : 'stateful');
  if (written === 'trading') return { kind: 'trading', singleton: 'fleet', note: null };
  const named = tradingNameOf(service);
  if (named === null) return { kind: written, singleton: 'machine', note: null };
  const overridden = declared === undefined ? '' : `, although the manifest says kind: ${declared}`;
  return {
    kind: 'trading',
    singleton: ofItself.includes(named.what) ? 'fleet' : 'machine',
    note: `${sentence(service.name, named)}${overridden}. Its findings are CRITICAL, and Driftwatch never acts on it`,
  };
}

/** The types whose severity `wanted` would lower for a trading service. */
export function loweredForTrading(wanted: Service['severity']): FindingType[] {
  return FindingType.options.filter((type) => {
    const severity = wanted[type];
    const floor = worstForTrading(type);
    return severity !== undefined && severities.indexOf(severity) > severities.indexOf(floor);
  });
}

function worstForTrading(type: FindingType): Severity {
  const { severity } = catalogue[type];
  if (typeof severity === 'object') return severity.trading;
  return severity({ tier: 'CRITICAL', trading: true, measured: {}, now: 0 });
}
