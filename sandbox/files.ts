import type { ServerResponse } from 'node:http';
import type { Store } from './store.ts';

/** Serves an attachment as a download, never as a page of this origin. */
export function serveFile(store: Store, path: string, response: ServerResponse): void {
  const file = store.files.get(path);
  if (!file) {
    response.writeHead(404).end();
    return;
  }
  const name = path.slice(path.lastIndexOf('/') + 1);
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="${name}"`,
    'content-length': file.bytes.length,
    'x-content-type-options': 'nosniff',
    'content-security-policy': 'sandbox',
  });
  response.end(file.bytes);
}
