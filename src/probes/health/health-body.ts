import { revisionOf } from '../../text/revision.ts';
import type { HealthBody, HealthReading, HealthStatement } from '../../facts/health-answer.ts';
import { isUnreadable, textOf } from './health-charset.ts';
import { uptimeOf, versionOf } from './health-fields.ts';
import { atPath, parseJson, readHealthJson } from './health-json.ts';
import { withOwnWords } from './said/health-own-words.ts';
import { readSaid } from './said/health-said.ts';
import { readTextSaid, wordsOfPage } from './said/health-text.ts';
import { readPrometheus } from './prometheus-text.ts';

type HealthResponse = {
  /** names in lower case */
  headers: Record<string, string>;
  body: Buffer;
};

type HealthContext = {
  /** the manifest's `health.version_path`; if set, the version is read only there */
  versionPath: string | null;
  /** ms since the epoch, for an answer without a Date header */
  now: number;
};

const NOTHING = { format: 'none', versions: [], pid: null, uptime_seconds: null } as const;

/**
 * What a health endpoint says, whatever its status: services explain themselves on 503 too. Formats are tried in
 * DESIGN 5's order, whatever the content type says; a header may name the revision where the body does not. Never
 * throws: unreadable fields are null. A web page counts only if it consists of a few words.
 */
export function readHealth(
  { headers, body }: HealthResponse,
  { versionPath, now }: HealthContext,
): HealthBody {
  const contentType = headers['content-type'] ?? '';
  const text = textOf(body, contentType);
  if (isPage(contentType, text)) return shown({ ...NOTHING, format: 'page', versions: [] }, pageSaid(text));
  if (/^\s*</.test(text)) return shown({ ...NOTHING, versions: [] }, xmlSaid(text));

  const json = parseJson(text);
  const known = json === undefined ? [] : readSaid(json);
  const said = withOwnWords(json, known);
  const reading = readHealthJson(json, contentType, known) ?? readMetrics(text, clockOf(headers, now));
  const header = versionOf((headers['x-git-sha'] ?? headers['x-revision'])?.split(',')[0]);
  if (reading) {
    const named =
      versionPath === null ? [...reading.versions, header] : [versionOf(atPath(json, versionPath))];
    return shown({ ...reading, versions: named }, said);
  }
  const words = json === undefined ? readTextSaid(text) : said;
  const version = versionPath === null ? header : versionOf(atPath(json, versionPath));
  if (json === undefined && words.length === 0 && (isUnreadable(text) || /^\s*[[{]/.test(text)))
    return shown({ ...NOTHING, format: 'unreadable', versions: [version] }, []);
  const named = versionPath === null ? 'headers' : 'seed';
  const isSaid = json === undefined ? words.length > 0 : known.length > 0;
  const format = version !== null ? named : isSaid ? 'text' : 'none';
  return shown({ ...NOTHING, format, versions: [version] }, words);
}

/** A commit counts before a version number, since only a commit says what runs. */
function shown({ versions, ...rest }: HealthReading, said: HealthStatement[]): HealthBody {
  const named = versions.find((version) => revisionOf(version) !== null);
  return { ...rest, version: named ?? versions.find((version) => version !== null) ?? null, said };
}

/** PHP and others call everything text/html: a body that does not look like a page is parsed by its content. */
function isPage(contentType: string, text: string): boolean {
  const start = text.slice(0, 20_000);
  if (/^\s*<(?:!doctype\s+html|html)\b/i.test(start)) return true;
  const called = /^\s*(?:text\/html|application\/xhtml\+xml)\b/i.test(contentType);
  return (
    called && !/^\s*[[{]/.test(start) && (/^\s*</.test(start) || /<(?:html|head|body|div)\b/i.test(start))
  );
}

function pageSaid(text: string): HealthStatement[] {
  const words = wordsOfPage(text);
  return words === null ? [] : [{ at: '', value: words, kind: 'state', part: false }];
}

function xmlSaid(text: string): HealthStatement[] {
  const said = readTextSaid(text);
  return said.length > 0 ? said : pageSaid(text);
}

function readMetrics(text: string, nowSeconds: number): HealthReading | null {
  const metrics = readPrometheus(text);
  if (!metrics) return null;
  const uptime_seconds = metrics.start === null ? null : uptimeOf(nowSeconds - metrics.start);
  return { ...NOTHING, format: 'prometheus', versions: [versionOf(metrics.revision)], uptime_seconds };
}

/** Seconds since the epoch by the service's own clock, if given: an uptime across two clocks would be wrong. */
function clockOf(headers: Record<string, string>, now: number): number {
  const told = Date.parse(headers['date'] ?? '');
  return (Number.isNaN(told) ? now : told) / 1000;
}
