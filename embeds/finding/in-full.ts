import type { APIEmbedField } from 'discord.js';
import type { Finding } from '../../src/findings/finding.ts';
import { byCause, causeField } from './cause.ts';
import type { Cause } from './cause.ts';

/** At most this many are shown in full on the first screen; `critical` applies while all of them are CRITICAL. */
const MOST = { usual: 6, critical: 15 };
/** Characters that they may take together; the first is always shown. */
const ROOM = { usual: 2100, critical: 2800 };

type InFull = { fields: { cause: Cause; field: APIEmbedField }[]; rest: Finding[] };

/** Findings to show in full on one screen, each with what it caused, and the rest. @param findings worst first */
export function inFull(findings: readonly Finding[]): InFull {
  const causes = byCause(findings);
  const fields: InFull['fields'] = [];
  let taken = 0;
  for (const cause of causes) {
    const kind = cause.finding.severity === 'CRITICAL' ? 'critical' : 'usual';
    if (fields.length >= MOST[kind]) break;
    const field = causeField(cause);
    taken += field.name.length + field.value.length;
    if (taken > ROOM[kind] && fields.length > 0) break;
    fields.push({ cause, field });
  }
  const rest = causes.slice(fields.length).flatMap(({ finding, caused }) => [finding, ...caused]);
  return { fields, rest };
}
