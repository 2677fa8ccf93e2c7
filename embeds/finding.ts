import type { APIEmbedField } from 'discord.js';
import type { Finding } from '../src/findings/finding.ts';
import { epochMs } from '../src/time/instant.ts';
import { fits, inert } from './escape.ts';
import { limits } from './limits.ts';
import { shades } from './severity.ts';

const NAME_MAX = 90;
const SUMMARY_MAX = 760;
/** Where rules put addresses in their evidence, and what the link says. */
const links = [
  { path: ['running', 'url'], label: 'running' },
  { path: ['head', 'url'], label: 'head' },
  { path: ['compare_url'], label: 'compare' },
];

/** Does its field show the whole sentence and both names? */
export function isWhole(finding: Finding): boolean {
  const { summary, service, machine } = finding;
  return (
    fits(summary, room(factsOf(finding))) && fits(service ?? '', NAME_MAX) && fits(machine ?? '', NAME_MAX)
  );
}

/** One field a finding: who and what in its name, then the sentence, links, and since when it is open. */
export function findingField(finding: Finding): APIEmbedField {
  const facts = factsOf(finding);
  const value = [inert(finding.summary, room(facts)), facts].filter((line) => line !== '').join('\n');
  // Discord refuses a field without a value: one finding that says nothing must not keep the others back.
  return { name: heading(finding), value: value === '' ? '(it says nothing)' : value };
}

function factsOf(finding: Finding): string {
  return [...linksOf(finding), ...since(finding)].join(' · ');
}

/** What the facts leave of a field to the sentence. */
function room(facts: string): number {
  return Math.min(SUMMARY_MAX, limits.fieldValue - facts.length - 1);
}

/** One line a finding, for the many that come after the worst. */
export function findingLine(finding: Finding): string {
  return `${heading(finding)}: ${inert(finding.summary, 160)}`;
}

/** `<t:…:R>`: Discord shows it as "2 hours ago" in the reader's own time. @param at an ISO instant */
export function relative(at: string): string {
  return `<t:${Math.floor(epochMs(at) / 1000)}:R>`;
}

/** `<t:…:f>`: date and time on the reader's own clock. @param at an ISO instant */
export function absolute(at: string): string {
  return relative(at).replace(/R>$/, 'f>');
}

/** `<t:…:t>`: hour and minute on the reader's own clock. @param at an ISO instant */
export function dayTime(at: string): string {
  return relative(at).replace(/R>$/, 't>');
}

/** `<t:…:T>`: the time of day, to the second, on the reader's own clock. @param at an ISO instant */
export function clock(at: string): string {
  return relative(at).replace(/R>$/, 'T>');
}

function heading({ service, machine, severity, type, status }: Finding): string {
  const who = [service, machine].filter((name) => name !== null).map((name) => inert(name, NAME_MAX));
  const words = [
    who.join(' on ') || 'fleet',
    type.replaceAll('_', ' '),
    ...(status === 'new' ? ['new'] : []),
  ];
  return `${shades[severity].dot} ${words.join(' · ')}`;
}

function since(finding: Finding): string[] {
  const open = finding.status === 'new' ? [] : [`since ${relative(finding.first_seen)}`];
  return [...open, ...(acknowledgement(finding) ?? []), ...(silence(finding) ?? [])];
}

/** Who acknowledged it, why and until when; null where nobody has. */
export function acknowledgement({ status, evidence }: Finding): string[] | null {
  if (status !== 'acknowledged') return null;
  const [by, reason, until] = ['by', 'reason', 'until'].map((key) => member(evidence['acknowledged'], key));
  if (typeof by !== 'string' || typeof reason !== 'string' || typeof until !== 'string')
    return ['acknowledged'];
  return [`acknowledged by ${inert(by, 60)} until ${relative(until)}: ${inert(reason, 200)}`];
}

/** Why nobody was told of it: a maintenance window, or the grace time after a merge. */
function silence({ evidence }: Finding): string[] | null {
  const [reason, until] = ['reason', 'until'].map((key) => member(evidence['silenced'], key));
  if (typeof reason !== 'string' || typeof until !== 'string') return null;
  return [`quiet until ${relative(until)}: ${inert(reason, 200)}`];
}

/** Addresses that the evidence of a finding names: of the running commit, the branch's head, and what lies between. */
export function addressesIn({ evidence }: Pick<Finding, 'evidence'>): (string | null)[] {
  return links.map(({ path }) => httpsAddress(path.reduce<unknown>(member, evidence)));
}

/** The evidence without the addresses that are links already. */
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

function linksOf(finding: Finding): string[] {
  return addressesIn(finding).flatMap((address, index) =>
    address === null ? [] : [`[${links[index]?.label}](${address})`],
  );
}

export function member(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([name]) => name === key)?.[1];
}

/** Evidence may come from a machine: only what is a plain https address becomes a link, with nothing that ends it early. */
function httpsAddress(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > 200 || !URL.canParse(value)) return null;
  const url = new URL(value);
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '') return null;
  return url.href.replace(/[()<>[\]\\*_~`|]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
