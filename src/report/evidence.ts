import type { Finding } from '../findings/finding.ts';
import { nameOf, readsOn, speaksForItself, worded } from './evidence-words.ts';
import { plain } from './phrases.ts';

const MOST_LINES = 10;
/** The sentence already names these. */
const told: readonly string[] = ['services', 'singletons'];

type Json = Finding['evidence'][string];

/** The parts of the evidence that help a person to act: lists, and addresses to open. One line each, plain text. */
export function evidenceLines(evidence: Finding['evidence']): string[] {
  const lines = Object.entries(evidence)
    .filter(([key]) => !told.includes(key))
    .flatMap(([key, value]) => linesOf(key, value));
  const shown = lines.slice(0, MOST_LINES);
  return lines.length > shown.length
    ? [...shown, `… ${lines.length - shown.length} more in the JSON report`]
    : shown;
}

/** Shown separately, in other words. */
const ofLifecycle: readonly string[] = ['acknowledged', 'silenced', 'watched'];

/** All known, non-empty evidence, one line each, as plain text. */
export function fullEvidence(evidence: Finding['evidence']): string[] {
  return Object.entries(evidence)
    .filter(([key]) => !ofLifecycle.includes(key))
    .flatMap(([key, value]) => {
      const name = nameOf(key);
      if (value === null || value === '') return [];
      if (!Array.isArray(value)) return [plain(spoken(key, value))];
      if (value.length === 0) return [];
      if (value.every((item) => typeof item !== 'object')) return [plain(`${name}: ${value.join(', ')}`)];
      return value.map((item) => plain(`${name}: ${describe(item)}`));
    });
}

function spoken(key: string, value: Json): string {
  const name = nameOf(key);
  if (typeof value === 'object') return `${name}: ${describe(value)}`;
  return `${name}${readsOn(key) ? '' : ':'} ${worded(key, value)}`;
}

function linesOf(key: string, value: Json): string[] {
  if (typeof value === 'string') return value.startsWith('http') ? [plain(`${nameOf(key)}: ${value}`)] : [];
  if (!Array.isArray(value) || value.length === 0) return [];
  if (value.every((item) => typeof item !== 'object')) return [plain(`${nameOf(key)}: ${value.join(', ')}`)];
  return value.map((item) => plain(`${nameOf(key)}: ${describe(item)}`));
}

/** A nested value, in brackets if it has parts. */
function nested(value: Json): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(nested).join(' and ');
  return typeof value === 'object' && value !== null ? `(${describe(value)})` : String(value);
}

function describe(item: Json): string {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return nested(item);
  return Object.entries(item)
    .filter(([, value]) => value !== null && value !== false)
    .map(([key, value]) => partOf(key, value))
    .join(', ');
}

function partOf(key: string, value: Json): string {
  const name = nameOf(key);
  if (value === true) return name;
  if (speaksForItself(key) && typeof value === 'string') return value;
  return `${name} ${typeof value === 'object' ? nested(value) : worded(key, value)}`;
}
