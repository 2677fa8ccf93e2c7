const BODY_BYTES = 2 * 1024 * 1024;

/** The whole body, whatever its content type says; null: longer than 2 MiB, and not read further. */
export async function readBody({ headers, body }: Request): Promise<Uint8Array | null> {
  if (Number(headers.get('content-length') ?? 0) > BODY_BYTES) return null;
  if (body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  // not `for await`: leaving it would end the connection before the answer
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks);
    length += value.length;
    if (length > BODY_BYTES) return null;
    chunks.push(value);
  }
}
