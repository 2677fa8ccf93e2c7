import { HttpError } from '../../clients/errors.ts';
import { decodeBody } from '../../clients/http/encoding.ts';
import { isTcp } from '../../inventory/manifest.ts';
import { readHealth } from './health-body.ts';
import type { HealthAnswer } from '../../facts/health-answer.ts';
import { answerAmong, readHeads, readServerResponses } from './http-blocks.ts';
import type { Head } from './http-blocks.ts';
import { readLocalCertificate, withoutCertificates } from './local-certificate.ts';
import { curlProblem, notHttp, wgetProblem } from './local-health-problem.ts';
import { readLocalTcp } from './local-tcp.ts';
import { seen, unseen } from '../../facts/observation.ts';
import type { Observation } from '../../facts/observation.ts';

/** One block of what local-health-script.ts prints, decoded. */
export type Told = { tool: string; block: Buffer; capBytes: number };

export type Asked = { url: URL; timeoutMs: number; versionPath: string | null; now: number };

type Response = { heads: Head[]; body: Buffer; complete: boolean; duration_ms: number | null };

/** Most bytes of a decompressed body. */
const LARGEST_BODY = 1024 * 1024;

/** An endpoint's answer to a request from its own machine. Never throws. */
export function readLocalAnswer(told: Told, asked: Asked): Observation<HealthAnswer> {
  const end = told.block.lastIndexOf('\n');
  const trailer = /^(\d{1,3}) (.*)$/s.exec(told.block.toString('utf8', end + 1));
  if (end === -1 || !trailer) return unseen('unsupported', 'the answer of the machine was cut off');
  const status = Number(trailer[1]);
  const said = (trailer[2] ?? '').split('\u001E');
  const output = told.block.subarray(0, end);
  if (isTcp({ url: asked.url.href }))
    return readLocalTcp(told.tool, output, { status, said: said.join(' ').trim() }, asked);
  const response =
    told.tool === 'curl'
      ? ofCurl(output, told.capBytes, status)
      : ofWget(output, told.capBytes, status, said);
  try {
    const found = answerAmong(response.heads, asked.url);
    // A redirect elsewhere is the answer, however following it ended.
    const answered = found && (!found.isLast || response.complete);
    if (answered && !found.head.valid) return notHttp(asked.url, 'its head breaks the rules of RFC 9112');
    if (answered) {
      const read = health(
        found.isLast ? response : { ...response, body: Buffer.alloc(0) },
        found.head,
        asked,
      );
      const shown = told.tool === 'curl' && asked.url.protocol === 'https:' ? said : [];
      if (read.ok && shown.length > 0) read.value.certificate = readLocalCertificate(shown);
      return read.ok && hidesBody(told.tool, found.head, response.body)
        ? seen({ ...read.value, format: 'unreadable' })
        : read;
    }
  } catch (error) {
    if (error instanceof HttpError) return unseen(error.kind, error.message, error.code);
    throw error;
  }
  const problem = {
    status,
    said: withoutCertificates(said)
      .filter((line) => !line.startsWith('  '))
      .join(' ')
      .trim(),
  };
  const began =
    response.heads.length === 0 && /^HTTP\/(?![^]*\n\r?\n)/.test(response.body.toString('latin1'));
  const context = { ...asked, headersSeen: response.heads.length > 0, began: began && status === 0 };
  return told.tool === 'curl' ? curlProblem(problem, context) : wgetProblem(problem, context);
}

function health(response: Response, head: Head, { versionPath, now }: Asked): Observation<HealthAnswer> {
  const { body } = decodeBody(head.headers['content-encoding'], response.body, LARGEST_BODY);
  const reading = readHealth({ headers: head.headers, body }, { versionPath, now });
  const location = head.headers['location'] ?? null;
  return seen({
    status: head.status,
    ...reading,
    duration_ms: response.duration_ms,
    location,
    certificate: null,
  });
}

/** GNU's wget takes a broken chunk for the end of a body, and busybox's reads no body of an error. */
function hidesBody(tool: string, { status, headers }: Head, body: Buffer): boolean {
  if (tool === 'curl' || body.length > 0) return false;
  return (status >= 400 && tool === 'busybox-wget') || /chunked/i.test(headers['transfer-encoding'] ?? '');
}

function ofCurl(output: Buffer, capBytes: number, status: number): Response {
  const cut = output.length > capBytes;
  const timing = cut
    ? null
    : /\n(\d+[.,]\d+) (\d+)$/.exec(output.toString('latin1', Math.max(0, output.length - 60)));
  const duration_ms = timing ? Math.round(Number(timing[1]?.replace(',', '.')) * 1000) : null;
  const printed = timing ? output.subarray(0, output.length - timing[0].length) : output;
  const { heads, body } = readHeads(printed);
  const isChunked = /chunked/i.test(heads.at(-1)?.headers['transfer-encoding'] ?? '');
  return {
    heads,
    body: isChunked && timing ? withoutTrailers(body, Number(timing[2])) : body,
    complete: cut || status === 0,
    duration_ms,
  };
}

/** The headers that may follow a body in chunks (RFC 9112, 7.1.2). */
function withoutTrailers(body: Buffer, size: number): Buffer {
  const lines = body.toString('latin1', size).split('\n');
  return lines.every((line) => /^(?:[^\s:]+:.*|[\t ].*)?\r?$/.test(line)) ? body.subarray(0, size) : body;
}

/** wget exits with 8 (GNU) or 1 (busybox) for an answer that is no success, and GNU's with 6 for a 401. */
function ofWget(output: Buffer, capBytes: number, status: number, said: string[]): Response {
  const cut = output.length > capBytes;
  const text = said.join('\n');
  const refused = /\bERROR \d{3}:|server returned error: HTTP|Authentication Failed/.test(text);
  const complete = cut || status === 0 || refused;
  return { heads: readServerResponses(said), body: output, complete, duration_ms: null };
}
