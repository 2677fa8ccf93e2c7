import type { HealthStatement } from '../../../facts/health-answer.ts';
import {
  badFlagOfPart,
  codes,
  failureIn,
  isDependency,
  isElsewhere,
  isFlagOfPart,
  messages,
  nameOf,
  parts,
  wholes,
} from './health-names.ts';
import { add, isObject, isOfWhole, isScalar, readObject } from './health-said.ts';

// What a JSON body says of itself outside the keys of health formats. It makes no health answer of other JSON.

/** The statements of `readSaid`, and those in the body's own words or in its envelope. Never throws. */
export function withOwnWords(body: unknown, found: readonly HealthStatement[]): HealthStatement[] {
  const said = [...found];
  readOwnParts(body, said);
  if (!said.some((one) => isOfWhole(one) && !/^[01]$/.test(String(one.value)))) readEnvelope(body, said);
  return said;
}

/** Parts that the body names in its own words, beside its state or without one: `"database":"error"`, `"ws_connected":false`. */
function readOwnParts(body: unknown, said: HealthStatement[]): void {
  const beside = said.some(isOfWhole);
  const known = new Set(said.map(({ at }) => at));
  for (const [at, name, held] of own(body, '', 0)) {
    if (known.has(at) || (!beside && messages.test(name))) continue;
    const failure = typeof held === 'string' ? failureIn(name, held, beside) : null;
    const flag = held === true ? badFlagOfPart(name) : null;
    if (failure !== null) add(said, { at, value: failure, kind: 'check', part: true });
    else if (flag !== null) add(said, { at, value: flag, kind: 'check', part: true });
    else if (held === false && isFlagOfPart(name)) add(said, { at, value: held, kind: 'flag', part: true });
    else if (held === false && name === 'authenticated' && isSession(body))
      add(said, { at, value: held, kind: 'flag', part: true });
    else if (beside && isObject(held) && !Array.isArray(held)) readOwnPart(at, name, held, said);
    else if (Array.isArray(held) && held.length > 0 && /^(?:unhealthy|unreachable) /.test(name))
      add(said, { at, value: sickIn(body, name), kind: 'check', part: true });
  }
}

/** Of what a service does not plainly depend on, only a flag counts: `position: {state: stopped}` is none of its own. */
function readOwnPart(at: string, name: string, held: object, said: HealthStatement[]): void {
  if (isElsewhere(name)) return;
  const found: HealthStatement[] = [];
  readObject(held, { at, part: true, depth: 1 }, found);
  const states = isDependency(name);
  const sure = /\.(?:is_?)?(?:ok|healthy|connected|reachable)$/i;
  for (const one of found)
    if (one.kind === 'flag' ? states || sure.test(one.at) : states && one.kind === 'state')
      add(said, one.kind === 'state' ? { ...one, kind: 'check' } : one);
}

/** The keys of a body and of what it wraps, that say something of their own. */
function own(value: unknown, at: string, depth: number): [at: string, name: string, held: unknown][] {
  if (!isObject(value) || Array.isArray(value) || depth > 2) return [];
  return Object.entries(value).flatMap(([key, held]): [string, string, unknown][] => {
    const name = nameOf(key);
    const here = at === '' ? key : `${at}.${key}`;
    if (wholes.has(name) && isObject(held)) return own(held, here, depth + 1);
    return parts.test(name) && isObject(held) ? [] : [[here, name, held]];
  });
}

/** `{"code":500,"msg":"system error"}`: where nothing else says how the whole is, or only a number does. */
function readEnvelope(body: unknown, said: HealthStatement[]): void {
  if (!isObject(body) || Array.isArray(body)) return;
  for (const [key, held] of Object.entries(body)) {
    const name = nameOf(key);
    if (messages.test(name) && typeof held === 'string' && held.trim() !== '')
      add(said, { at: key, value: held, kind: 'check', part: false });
    else if (codes.test(name) && /^[45]\d\d$/.test(String(held)) && isScalar(held))
      add(said, { at: key, value: held, kind: 'state', part: false });
  }
}

/** Next to `connected`, it is the login of the service itself, not of who asks. */
function isSession(body: unknown): boolean {
  return isObject(body) && typeof Reflect.get(body, 'connected') === 'boolean';
}

/** `unhealthy_endpoints`: some of them, if there are healthy ones too. */
function sickIn(body: unknown, name: string): string {
  const [word = ''] = name.split(' ');
  const well = name.replace(/^un/, '');
  const others = isObject(body) ? Object.entries(body).find(([key]) => nameOf(key) === well) : null;
  return Array.isArray(others?.[1]) && others[1].length > 0 ? `some ${word}` : word;
}
