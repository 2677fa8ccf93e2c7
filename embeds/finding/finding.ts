import type { APIEmbedField } from 'discord.js';
import type { Finding } from '../../src/findings/finding.ts';
import { fits, inert, withCode } from '../escape.ts';
import { areFactsWhole, asideText, factLines } from './facts.ts';
import { relative } from './instants.ts';
import { limits } from '../limits.ts';
import { shades } from '../severity.ts';

const NAME_MAX = 90;
const TITLE_MAX = 180;
const ADVICE_MAX = 240;
const REASON_MAX = 150;
const SMALL_MAX = 760;
/** The evidence keys that hold addresses, and the text of each link. */
const links = [
  { path: ['running', 'url'], label: 'running' },
  { path: ['head', 'url'], label: 'head' },
  { path: ['compare_url'], label: 'compare' },
];

/** Does its field show both names and all that it quotes in full? */
export function isWhole(finding: Finding): boolean {
  const { advice, service, machine } = finding;
  return (
    areFactsWhole(finding) &&
    fits(advice, ADVICE_MAX) &&
    fits(service ?? '', NAME_MAX) &&
    fits(machine ?? '', NAME_MAX) &&
    [...factLines(finding), ...endOf(finding)].join('\n').length <= limits.fieldValue
  );
}

/** One field per finding: title, then the facts to decide by, what to do, and in small print where and since when. */
export function findingField(finding: Finding): APIEmbedField {
  const end = endOf(finding).join('\n');
  const facts = factLines(finding);
  // What to do, where, and since when are never cut.
  while (facts.length > 0 && [...facts, end].join('\n').length > limits.fieldValue) facts.pop();
  // Discord refuses a field without a value. One empty finding must not hold back the others.
  return { name: heading(finding), value: [...facts, end].join('\n') || '(no details)' };
}

function endOf(finding: Finding): string[] {
  const advice = withCode(finding.advice, ADVICE_MAX);
  return [...(advice === '' ? [] : [`→ ${advice}`]), `-# ${smallOf(finding)}`];
}

/** One line per finding, for the many that follow the worst. */
export function findingLine(finding: Finding): string {
  const where = [...whereOf(finding, finding.title), ...(finding.status === 'new' ? ['new'] : [])];
  return [heading(finding), ...where].join(' · ');
}

function heading({ severity, title }: Finding): string {
  return `${shades[severity].dot} ${inert(title, TITLE_MAX)}`;
}

/** Its machine; also its service if the title had no room for the whole name. @param said what names them already */
function whereOf({ service, machine }: Finding, said: string): string[] {
  const names = [service, machine].filter((name) => name !== null && !isSaid(name, said));
  return names.map((name) => inert(name ?? '', NAME_MAX));
}

/** As a whole name: `knox-mac-mini` does not name `mini`. */
function isSaid(name: string, said: string): boolean {
  const quoted = name.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  return new RegExp(`(?<![\\w.-])${quoted}(?![\\w-]|\\.\\w)`).test(said);
}

function smallOf(finding: Finding): string {
  const facts = factLines(finding).join('\n');
  const known = [
    ...whereOf(finding, `${finding.title}\n${facts}`),
    ...[asideText(finding)].filter((text) => text !== null),
    ...since(finding),
  ].join(' · ');
  const linked = [known, ...linksTo(finding)].join(' · ');
  return linked.length <= SMALL_MAX ? linked : known;
}

function since(finding: Finding): string[] {
  const open = finding.status === 'new' ? 'new' : `since ${relative(finding.first_seen)}`;
  return [open, ...(acknowledgement(finding) ?? []), ...(silence(finding) ?? [])];
}

/** Who acknowledged it, why and until when; null if nobody did. */
export function acknowledgement({ status, evidence }: Finding): string[] | null {
  if (status !== 'acknowledged') return null;
  const [by, reason, until] = ['by', 'reason', 'until'].map((key) => member(evidence['acknowledged'], key));
  if (typeof by !== 'string' || typeof reason !== 'string' || typeof until !== 'string')
    return ['acknowledged'];
  return [`acknowledged by ${inert(by, 60)} until ${relative(until)}: ${inert(reason, REASON_MAX)}`];
}

/** Why no alert was sent: a maintenance window, or the grace time after a merge. */
function silence({ evidence }: Finding): string[] | null {
  const [reason, until] = ['reason', 'until'].map((key) => member(evidence['silenced'], key));
  if (typeof reason !== 'string' || typeof until !== 'string') return null;
  return [`quiet until ${relative(until)}: ${inert(reason, REASON_MAX)}`];
}

/** Addresses in the evidence: of the running commit, of the branch's head, and of the commits in between. */
export function addressesIn({ evidence }: Pick<Finding, 'evidence'>): (string | null)[] {
  return links.map(({ path }) => httpsAddress(path.reduce<unknown>(member, evidence)));
}

/** The evidence without the addresses that are shown as links. */
export function unlinked(evidence: Finding['evidence']): Finding['evidence'] {
  const isLinked = addressesIn({ evidence }).map((address) => address !== null);
  const rest = { ...evidence };
  for (const [index, { path }] of links.entries()) {
    const [key = '', within] = path;
    const value = rest[key];
    if (isLinked[index] !== true || value === undefined) continue;
    if (within === undefined) delete rest[key];
    else if (typeof value === 'object' && value !== null && !Array.isArray(value))
      rest[key] = { ...value, [within]: null };
  }
  return rest;
}

function linksTo(finding: Finding): string[] {
  return addressesIn(finding).flatMap((address, index) =>
    address === null ? [] : [`[${links[index]?.label}](${address})`],
  );
}

export function member(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([name]) => name === key)?.[1];
}

/** Evidence may come from a machine: only a plain https address becomes a link, and nothing in it ends the link early. */
function httpsAddress(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > 200 || !URL.canParse(value)) return null;
  const url = new URL(value);
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '') return null;
  return url.href.replace(/[()<>[\]\\*_~`|]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
