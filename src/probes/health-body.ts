import { revisionOf } from '../revision.ts';
import type { HealthBody, HealthReading } from './health-answer.ts';
import { uptimeOf, versionOf } from './health-fields.ts';
import { atPath, parseJson, readHealthJson } from './health-json.ts';
import { readPrometheus } from './prometheus-text.ts';

type HealthResponse = {
  /** names in lower case */
  headers: Record<string, string>;
  body: Buffer;
};

type HealthContext = {
  /** the manifest's `health.version_path`, which then alone says where the version is */
  versionPath: string | null;
  /** ms since the epoch, for an answer without a Date header */
  now: number;
};

const NOTHING = { format: 'none', versions: [], pid: null, uptime_seconds: null, verdict: null } as const;

/**
 * What a health endpoint says, whatever its status: services explain themselves on 503 too. Formats are tried in
 * DESIGN 5's order; a header may name the revision where the body does not. Never throws: what is not understood is
 * null, and a web page is no health answer whatever it holds.
 */
export function readHealth(
  { headers, body }: HealthResponse,
  { versionPath, now }: HealthContext,
): HealthBody {
  const contentType = headers['content-type'] ?? '';
  const text = new TextDecoder().decode(body);
  if (isPage(contentType, text)) return shown({ ...NOTHING, format: 'page', versions: [] });
  if (/^\s*</.test(text)) return shown({ ...NOTHING, versions: [] });

  const json = parseJson(text);
  const reading = readHealthJson(json, contentType) ?? readMetrics(text, clockOf(headers, now));
  if (versionPath !== null) {
    const version = versionOf(atPath(json, versionPath));
    return shown({
      ...(reading ?? { ...NOTHING, format: version === null ? 'none' : 'seed' }),
      versions: [version],
    });
  }
  const header = versionOf((headers['x-git-sha'] ?? headers['x-revision'])?.split(',')[0]);
  if (reading) return shown({ ...reading, versions: [...reading.versions, header] });
  return shown({ ...NOTHING, format: header === null ? 'none' : 'headers', versions: [header] });
}

/** A name of a commit goes before a version number, since only the former says what runs. */
function shown({ versions, ...rest }: HealthReading): HealthBody {
  const named = versions.find((version) => revisionOf(version) !== null);
  return { ...rest, version: named ?? versions.find((version) => version !== null) ?? null };
}

function isPage(contentType: string, text: string): boolean {
  return (
    /^\s*(?:text\/html|application\/xhtml\+xml)\b/i.test(contentType) ||
    /^\s*<(?:!doctype\s+html|html)\b/i.test(text)
  );
}

function readMetrics(text: string, nowSeconds: number): HealthReading | null {
  const metrics = readPrometheus(text);
  if (!metrics) return null;
  const uptime_seconds = metrics.start === null ? null : uptimeOf(nowSeconds - metrics.start);
  return { ...NOTHING, format: 'prometheus', versions: [versionOf(metrics.revision)], uptime_seconds };
}

/** Seconds since the epoch by the service's own clock where it tells: an uptime across two clocks would be off. */
function clockOf(headers: Record<string, string>, now: number): number {
  const told = Date.parse(headers['date'] ?? '');
  return (Number.isNaN(told) ? now : told) / 1000;
}
