import type { IncomingMessage } from 'node:http';
import { ApiError } from '../api-error.ts';
import type { UploadedFile } from '../store.ts';

const MAX_REQUEST = 110 * 1024 * 1024;

export type Body = { json: unknown; files: Map<number, UploadedFile> };

/**
 * A request's JSON, bare or as `payload_json` of a form, and the form's `files[n]` by n.
 * @throws ApiError 50109 for broken JSON, 40005 for more than Discord takes
 */
export async function readBody(request: IncomingMessage): Promise<Body> {
  const bytes = await readAll(request);
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('multipart/form-data')) return readForm(bytes, type);
  return { json: bytes.length === 0 ? undefined : parseJson(bytes.toString('utf8')), files: new Map() };
}

async function readAll(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_REQUEST) throw new ApiError(413, 40005, 'Request entity too large');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

async function readForm(bytes: Buffer<ArrayBuffer>, type: string): Promise<Body> {
  const form = await new Response(bytes, { headers: { 'content-type': type } }).formData();
  const files = new Map<number, UploadedFile>();
  let json: unknown = {};
  for (const [key, value] of form) {
    const index = /^files\[(\d+)\]$/.exec(key)?.[1];
    if (key === 'payload_json') json = parseJson(typeof value === 'string' ? value : await value.text());
    else if (index !== undefined && typeof value !== 'string')
      files.set(Number(index), { name: value.name, type: value.type, bytes: await value.bytes() });
    else throw new ApiError(400, 50035, `sandbox: unknown form field ${key}`);
  }
  return { json, files };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError(400, 50109, 'The request body contains invalid JSON.');
  }
}
