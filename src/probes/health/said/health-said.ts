import type { HealthStatement } from '../../../facts/health-answer.ts';
import {
  badFlags,
  errors,
  flags,
  levels,
  nameOf,
  parts,
  settings,
  softFlags,
  states,
  wholes,
} from './health-names.ts';

// What a JSON body says about its state, verbatim; which words are good is for the rules. The keys are those of
// draft-inadarei-api-health-check-06, Spring Boot's actuator, MicroProfile Health, ASP.NET Core's health checks,
// NestJS's terminus, Dropwizard, and of what people write by hand.

/** A larger or deeper body is not a health answer. */
const MOST = 200;
const DEEPEST = 6;
const LONGEST = 200;

/** The statements of a JSON body about its state. Never throws, at any depth. */
export function readSaid(body: unknown): HealthStatement[] {
  const said: HealthStatement[] = [];
  if (Array.isArray(body)) readParts(body, '', 0, said);
  else readObject(body, { at: '', part: false, depth: 0 }, said);
  if (!said.some(isOfWhole)) readNamedParts(body, said);
  return said;
}

export function isOfWhole({ part, kind }: HealthStatement): boolean {
  return !part && kind !== 'error';
}

type Place = { at: string; part: boolean; depth: number };

export function readObject(value: unknown, { at, part, depth }: Place, said: HealthStatement[]): void {
  if (!isObject(value) || depth > DEEPEST || (part && isOff(value))) return;
  for (const [key, held] of Object.entries(value)) {
    const name = nameOf(key);
    const here = { at: at === '' ? key : `${at}.${key}`, part, depth: depth + 1 };
    if (isScalar(held)) readScalar(name, held, here, said);
    else if (errors.has(name) && !Array.isArray(held) && parts.test(nameOf(at))) continue;
    else if (parts.test(name) || (depth > 0 && part && Array.isArray(held)))
      readParts(held, here.at, depth + 1, said);
    else if (errors.has(name)) readError(held, here, said);
    else if (wholes.has(name)) {
      if (Array.isArray(held)) readParts(held, here.at, depth + 1, said);
      else {
        readObject(held, here, said);
        if (states.has(name)) readLevel(held, here, said);
      }
    }
  }
}

function readLevel(value: unknown, { at, part }: Place, said: HealthStatement[]): void {
  if (!isObject(value)) return;
  for (const [key, held] of Object.entries(value))
    if (levels.has(nameOf(key)) && typeof held === 'string')
      add(said, { at: `${at}.${key}`, value: held, kind: 'check', part });
}

function readScalar(name: string, value: Scalar, { at, part }: Place, said: HealthStatement[]): void {
  if (states.has(name)) add(said, { at, value, kind: 'state', part });
  else if (flags.has(name)) add(said, { at, value, kind: 'flag', part });
  else if (softFlags.has(name)) add(said, { at, value, kind: 'flag', part: true });
  else if (badFlags.test(name) && value === true) add(said, { at, value: name, kind: 'check', part: true });
  else if (errors.has(name) && (value === true || (typeof value === 'string' && value.trim() !== '')))
    add(said, { at, value, kind: 'error', part: true });
}

/** A list or a map of components: each is an object of its own, a word, or a flag. */
function readParts(value: unknown, at: string, depth: number, said: HealthStatement[]): void {
  if (!isObject(value) || depth > DEEPEST) return;
  for (const [key, held] of Object.entries(value)) {
    const title = Array.isArray(value) ? titleOf(held, key) : key;
    const here = { at: at === '' ? title : `${at}.${title}`, part: true, depth: depth + 1 };
    if (Array.isArray(held)) readParts(held, here.at, depth + 1, said);
    else if (isObject(held)) readObject(held, here, said);
    else if (Array.isArray(value)) continue;
    else if (states.has(nameOf(key)) || flags.has(nameOf(key))) readScalar(nameOf(key), held, here, said);
    else if (depth < 2 && (typeof held === 'string' || (typeof held === 'boolean' && !settings.test(at))))
      add(said, { at: here.at, value: held, kind: 'check', part: true });
  }
}

/** Where nothing describes the whole, the next level down does: `{"scheduler":{"status":"unhealthy"}}`. */
function readNamedParts(body: unknown, said: HealthStatement[]): void {
  if (!isObject(body) || Array.isArray(body)) return;
  const known = new Set(said.map(({ at }) => at));
  for (const [key, held] of Object.entries(body)) {
    const found: HealthStatement[] = [];
    if (isObject(held) && !Array.isArray(held)) readObject(held, { at: key, part: true, depth: 1 }, found);
    for (const one of found)
      if (!known.has(one.at)) add(said, one.kind === 'state' ? { ...one, kind: 'check' } : one);
  }
}

/** Counters are no errors: `{"errors":{"total":12}}`. */
function tellsTrouble(value: unknown, depth: number): boolean {
  if (isObject(value))
    return (
      depth <= DEEPEST &&
      Reflect.get(value, 'code') !== 0 &&
      Object.values(value).some((held) => tellsTrouble(held, depth + 1))
    );
  return value === true || (typeof value === 'string' && value.trim() !== '');
}

/** A part that was switched off. */
function isOff(value: object): boolean {
  return Reflect.get(value, 'enabled') === false || Reflect.get(value, 'disabled') === true;
}

function readError(value: unknown, { at }: Place, said: HealthStatement[]): void {
  if (!isObject(value) || !tellsTrouble(value, 0)) return;
  add(said, { at, value: JSON.stringify(value).slice(0, LONGEST), kind: 'error', part: true });
}

export function add(said: HealthStatement[], statement: HealthStatement): void {
  const { value } = statement;
  const short = typeof value === 'string' ? value.slice(0, LONGEST).toWellFormed() : value;
  if (said.length < MOST)
    said.push({ ...statement, at: statement.at.slice(0, LONGEST).toWellFormed(), value: short });
}

function titleOf(value: unknown, index: string): string {
  const named: unknown = isObject(value)
    ? (Reflect.get(value, 'name') ?? Reflect.get(value, 'id') ?? Reflect.get(value, 'key'))
    : null;
  return typeof named === 'string' && named !== '' ? named : index;
}

type Scalar = string | number | boolean | null;

export function isScalar(value: unknown): value is Scalar {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
