import type { ServerResponse } from 'node:http';
import type { Store } from './store.ts';

const PNG = Buffer.from('89504e470d0a1a0a', 'hex');

/** Serves an attachment as a download, never as a page of this origin. What begins as a PNG may be shown as a picture. */
export function serveFile(store: Store, path: string, response: ServerResponse): void {
  const file = store.files.get(path);
  if (!file) {
    response.writeHead(404).end();
    return;
  }
  const name = path.slice(path.lastIndexOf('/') + 1);
  const isPicture = PNG.equals(file.bytes.subarray(0, PNG.length));
  response.writeHead(200, {
    'content-type': isPicture ? 'image/png' : 'application/octet-stream',
    'content-disposition': `attachment; filename="${name}"`,
    'content-length': file.bytes.length,
    'x-content-type-options': 'nosniff',
    'content-security-policy': 'sandbox',
  });
  response.end(file.bytes);
}
